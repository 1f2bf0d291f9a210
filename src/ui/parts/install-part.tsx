import { useServices } from '../services-context.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { askToInstall, installOffer, isInstalled } from '../view-model/install-prompt.ts';
import { Icon } from './icon.tsx';

/** How to install the app, where it is not. */
export function InstallPart() {
  const { serviceWorker } = useServices();
  const offered = installOffer.value !== null;
  // Without a service worker browsers install nothing that would open offline.
  if (serviceWorker.value.kind === 'absent' && !isInstalled()) return null;
  return (
    <section class="card" aria-labelledby="install-title">
      <h2 id="install-title">{texts.installTitle}</h2>
      <p>{isInstalled() ? texts.installed : offered ? texts.installOffer : texts.installHint}</p>
      {offered && (
        <button class="button" type="button" onClick={() => void askToInstall()}>
          <Icon name="download" /> {texts.install}
        </button>
      )}
    </section>
  );
}
