import { createLockSpace } from '../fakes/locks.ts';
import { describeLocks } from './locks.contract.ts';

describeLocks('the fake', () => {
  const space = createLockSpace();
  return {
    async open() {
      const context = space.openContext();
      return { locks: context, kill: () => context.kill() };
    },
    closeAll: () => {},
  };
});
