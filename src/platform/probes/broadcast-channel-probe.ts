import type { Random } from '../platform.ts';
import type { Probe } from './probe.ts';

/** Opens a channel. */
export type OpenChannel = (
  name: string,
  onMessage: (message: unknown) => void,
) => { readonly post: (message: string) => void; readonly close: () => void };

/** Two channels of one name in one context hear each other. */
export function createBroadcastChannelProbe(open: OpenChannel | null, random: Random): Probe {
  return {
    capability: 'broadcast channel',
    async run() {
      if (open === null) return { result: 'no', code: 'absent', evidence: 'no BroadcastChannel' };
      const name = `landfall:probe:${random.uuid()}`;
      const { promise: heard, resolve: hear } = deferred();
      const listening = open(name, hear);
      const speaking = open(name, () => {});
      speaking.post(name);
      // If nothing is heard the probe's timeout ends the wait; the channels then close with the page.
      const message = await heard;
      listening.close();
      speaking.close();
      return message === name
        ? { result: 'yes', code: 'works', evidence: 'sent and heard' }
        : { result: 'no', code: 'failed', evidence: `heard ${String(message)}` };
    },
  };
}

/** `Promise.withResolvers`, which is younger than the browsers we run in. */
function deferred(): { readonly promise: Promise<unknown>; readonly resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
