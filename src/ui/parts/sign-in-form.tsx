import type { Signal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { useServices } from '../services-context.ts';
import { signInTexts } from '../texts/sign-in.ts';
import { errorWords } from '../view-model/error-words.ts';
import { FieldFrame } from './field-frame.tsx';

interface Missing {
  readonly name?: string;
  readonly password?: string;
}

export function SignInForm(props: { readonly problem: Signal<string | null>; readonly onSignedIn: () => void }) {
  const services = useServices();
  const account = services.account.value;
  const environments = account === null ? services.environments.value : [account.environment];
  const form = useRef<HTMLFormElement>(null);
  const [chosenId, setChosen] = useState(environments[0]?.id);
  const chosen = environments.find(({ id }) => id === chosenId) ?? environments[0];
  const asksNobody = chosen?.signIn === 'none';
  const words = asksNobody ? { submit: signInTexts.open, busy: signInTexts.opening } : signInTexts;
  const [isBusy, setBusy] = useState(false);
  const [missing, setMissing] = useState<Missing>({});

  const submit = async (event: Event) => {
    event.preventDefault();
    if (form.current === null || isBusy) return;
    const entered = new FormData(form.current);
    const name = String(entered.get('name') ?? '').trim();
    const password = String(entered.get('password') ?? '');
    const lacks = {
      ...(!asksNobody && name === '' && { name: signInTexts.missingName }),
      ...(!asksNobody && password === '' && { password: signInTexts.missingPassword }),
    };
    setMissing(lacks);
    props.problem.value = null;
    if (Object.keys(lacks).length > 0 || chosen === undefined) {
      form.current.querySelector<HTMLElement>(name === '' ? '[name=name]' : '[name=password]')?.focus();
      return;
    }
    setBusy(true);
    try {
      const outcome = await services.signIn(chosen, name, password);
      if (outcome.ok) props.onSignedIn();
      else props.problem.value = outcome.problem;
    } catch (error) {
      props.problem.value = signInTexts.broke(errorWords(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form ref={form} class="stack" onSubmit={submit} noValidate>
      {environments.length > 1 && (
        <FieldFrame label={signInTexts.environment}>
          {(control) => (
            <select
              {...control}
              class="input"
              name="environment"
              value={chosen?.id}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              {environments.map((environment) => (
                <option key={environment.id} value={environment.id}>
                  {environment.name}
                </option>
              ))}
            </select>
          )}
        </FieldFrame>
      )}
      {environments.length === 1 && (
        <p class="quiet">
          {signInTexts.environment}: <strong>{environments[0]?.name}</strong>
        </p>
      )}
      {asksNobody ? <p>{signInTexts.asksNobody(chosen.name)}</p> : <NameAndPassword missing={missing} />}
      <button class="button primary wide" type="submit" aria-disabled={isBusy}>
        {isBusy ? words.busy : words.submit}
      </button>
    </form>
  );
}

function NameAndPassword(props: { readonly missing: Missing }) {
  const { missing } = props;
  return (
    <>
      <FieldFrame label={signInTexts.name} problem={missing.name}>
        {(control) => (
          <input
            {...control}
            class="input"
            name="name"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
        )}
      </FieldFrame>
      <FieldFrame label={signInTexts.password} problem={missing.password}>
        {(control) => (
          <input {...control} class="input" name="password" type="password" autocomplete="current-password" required />
        )}
      </FieldFrame>
    </>
  );
}
