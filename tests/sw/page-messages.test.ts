import { describe, expect, it } from 'vitest';
import type { DrainRequest } from '../../sw/drain.ts';
import { answerPage } from '../../sw/page-messages.ts';

/** A service worker as far as it answers pages: what it was made to do, in order. */
function setUp(windows: readonly ('visible' | 'hidden')[]) {
  const did: string[] = [];
  const waited: Promise<unknown>[] = [];
  const scope = {
    clients: { matchAll: async () => windows.map((visibilityState) => ({ visibilityState })) },
    skipWaiting: async () => {
      did.push('skip waiting');
    },
  };
  const drain = {
    run: async ({ trigger }: DrainRequest) => {
      did.push(`drain for ${trigger}`);
      return { isWorkLeft: false, hasProgress: false, problem: '' };
    },
    yieldToPage: (database: string | null) => {
      did.push(`yield ${database ?? 'all'}`);
    },
  };
  return async (data: unknown) => {
    answerPage(scope, { data, waitUntil: (work) => waited.push(work) }, drain);
    await Promise.all(waited);
    return did;
  };
}

describe('what pages ask of the service worker', () => {
  it('goes on with the cycle when no window is visible', async () => {
    expect(await setUp(['hidden', 'hidden'])({ version: 1, kind: 'handover' })).toEqual(['drain for handover']);
  });

  it('leaves it to a window that is visible', async () => {
    expect(await setUp(['hidden', 'visible'])({ version: 1, kind: 'handover' })).toEqual([]);
  });

  it('yields the database of a page that is seen again, and takes over when the person consents', async () => {
    const hear = setUp(['visible']);
    await hear({ version: 1, kind: 'visible', database: 'mine' });
    expect(await hear({ version: 1, kind: 'accept update' })).toEqual(['yield mine', 'skip waiting']);
  });

  it('leaves alone what it does not understand', async () => {
    expect(await setUp([])({ version: 2, kind: 'handover' })).toEqual([]);
  });
});
