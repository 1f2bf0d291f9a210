import { Logo } from '../parts/logo.tsx';
import { Troubles } from '../parts/troubles.tsx';
import { shellTexts } from '../texts/shell.ts';

/** For the moment until it is known who is signed in here. */
export function OpeningScreen() {
  return (
    <main class="sign-in" id="content" aria-busy="true">
      <div class="sign-in-card">
        <div class="sign-in-brand">
          <Logo size={56} />
          <div>
            <h1 class="brand-name">{shellTexts.appName}</h1>
            <p class="subtitle">{shellTexts.opening}</p>
          </div>
        </div>
        <Troubles />
      </div>
    </main>
  );
}
