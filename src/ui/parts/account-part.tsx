import { useState } from 'preact/hooks';
import { useServices } from '../services-context.ts';
import { leaveTexts } from '../texts/leave.ts';
import { Icon } from './icon.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';

/** Who is signed in, and the way out. */
export function AccountPart() {
  const { account } = useServices();
  const [isAsking, setAsking] = useState(false);
  if (account.value === null) return null;
  const { person, environment } = account.value;
  const texts = leaveTexts(environment);
  return (
    <section class="card" aria-labelledby="account-title">
      <h2 id="account-title">{texts.account}</h2>
      <p dir="auto">{texts.signedInAs(person.name, environment.name)}</p>
      <button class="button" type="button" onClick={() => setAsking(true)}>
        <Icon name="signOut" /> {texts.signOut}
      </button>
      {isAsking && <SignOutDialog onClose={() => setAsking(false)} />}
    </section>
  );
}
