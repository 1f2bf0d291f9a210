import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { Logo } from '../parts/logo.tsx';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';
import { navigate } from '../router.ts';
import { useServices } from '../services-context.ts';
import { shellTexts } from '../texts/shell.ts';
import { signInTexts } from '../texts/sign-in.ts';

/** Who are you, and what stays on this device. Shown whenever nobody is signed in, or when a sign-in ended. */
export function SignInScreen() {
  const services = useServices();
  const account = services.account.value;
  const offered = account === null ? services.environments.value : [account.environment];
  const asksSomebody = offered.length === 0 || offered.some(({ signIn }) => signIn !== 'none');
  const title = asksSomebody ? signInTexts.title : signInTexts.titleOpen;
  const stays = asksSomebody ? [...signInTexts.stays, signInTexts.staysToken] : signInTexts.stays;
  const problem = useMemo(() => signal<string | null>(null), []);
  return (
    <main class="sign-in" id="content">
      <div class="sign-in-card">
        <div class="sign-in-brand">
          <Logo size={56} />
          <div>
            <p class="brand-name">{shellTexts.appName}</p>
            <p class="subtitle">{signInTexts.tagline}</p>
          </div>
        </div>
        <PageHeading title={account === null ? title : signInTexts.titleAgain} />
        {account !== null && <MessageBar tone="info">{signInTexts.again(account.person.name)}</MessageBar>}
        {problem.value !== null && (
          <MessageBar tone="danger" isNews>
            {problem.value}
          </MessageBar>
        )}
        {services.environments.value.length === 0 ? (
          <MessageBar tone="warning">{signInTexts.noEnvironments}</MessageBar>
        ) : (
          <SignInForm problem={problem} onSignedIn={() => navigate('/', 'replace')} />
        )}
        {account !== null && (
          <a class="button subtle wide" href="/">
            {signInTexts.back}
          </a>
        )}
        <section class="stays" aria-labelledby="stays-title">
          <h2 id="stays-title">
            <Icon name="lock" /> {signInTexts.staysTitle}
          </h2>
          <ul>
            {stays.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      </div>
    </main>
  );
}
