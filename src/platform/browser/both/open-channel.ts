import type { OpenChannel } from '../../probes/broadcast-channel-probe.ts';

export const openChannel: OpenChannel = (name, onMessage) => {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', (event: MessageEvent<unknown>) => onMessage(event.data));
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
};
