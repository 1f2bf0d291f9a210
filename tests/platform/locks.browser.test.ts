import { createWebLocks } from '../../src/platform/browser/both/web-locks.ts';
import { describeLocks } from './locks.contract.ts';

/** Each context is a frame of its own: the browser's locks know it as another client, and removing it kills it. */
describeLocks('Web Locks', () => {
  const frames: HTMLIFrameElement[] = [];
  return {
    async open() {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frames.push(frame);
      const inside = frame.contentWindow;
      if (inside === null) throw new Error('the frame has no window');
      return { locks: createWebLocks(inside.navigator.locks), kill: () => frame.remove() };
    },
    closeAll() {
      for (const frame of frames.splice(0)) frame.remove();
    },
  };
});
