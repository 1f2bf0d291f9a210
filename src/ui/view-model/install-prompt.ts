import { signal } from '@preact/signals';

/** Chromium's offer to install; the event is in no standard, so only what we use of it is described. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

const offer = signal<InstallOffer | null>(null);

/** The browser's own offer to install the app, while there is one. */
export const installOffer = offer;

/** Keeps the browser's offer until the person asks for it. */
export function watchInstallPrompt(): () => void {
  const keep = (event: Event) => {
    if (!isInstallOffer(event)) return;
    event.preventDefault();
    offer.value = event;
  };
  const forget = () => {
    offer.value = null;
  };
  addEventListener('beforeinstallprompt', keep);
  addEventListener('appinstalled', forget);
  return () => {
    removeEventListener('beforeinstallprompt', keep);
    removeEventListener('appinstalled', forget);
  };
}

function isInstallOffer(event: Event): event is InstallOffer {
  return 'prompt' in event && typeof event.prompt === 'function';
}

/** Shows the browser's dialog; an offer can be used once. */
export async function askToInstall(): Promise<void> {
  const asked = offer.value;
  offer.value = null;
  await asked?.prompt();
}

/** Whether the app runs in a window of its own. */
export function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}
