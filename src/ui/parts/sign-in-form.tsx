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
  const [isBusy, setBusy] = useState(false);
  const [missing, setMissing] = useState<Missing>({});

  const submit = async (event: Event) => {
    event.preventDefault();
    if (form.current === null || isBusy) return;
    const entered = new FormData(form.current);
    const name = String(entered.get('name') ?? '').trim();
    const password = String(entered.get('password') ?? '');
    const lacks = {
      ...(name === '' && { name: signInTexts.missingName }),
      ...(password === '' && { password: signInTexts.missingPassword }),
    };
    setMissing(lacks);
    props.problem.value = null;
    const chosen = environments.find((environment) => environment.id === entered.get('environment')) ?? environments[0];
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
            <select {...control} class="input" name="environment">
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
      <button class="button primary wide" type="submit" aria-disabled={isBusy}>
        {isBusy ? signInTexts.busy : signInTexts.submit}
      </button>
    </form>
  );
}
