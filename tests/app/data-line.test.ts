import { describe, expect, it } from 'vitest';
import { type LineEnd, WorkerLine } from '../../src/app/data-line.ts';
import { TroubleDesk } from '../../src/app/trouble-desk.ts';
import { createManualTimers } from '../fakes/timers.ts';

/** A page's line to a worker that answers what, and when, the test says. */
function setUp() {
  const timers = createManualTimers();
  const posted: { readonly id: number; readonly call: string }[] = [];
  let hear: (message: MessageEvent<unknown>) => void = () => {};
  let breakDown: (event: ErrorEvent) => void = () => {};
  const end: LineEnd = {
    postMessage: (message) => posted.push(message as (typeof posted)[number]),
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') hear = listener;
      else breakDown = listener;
    },
  };
  const desk = new TroubleDesk();
  const broken: string[] = [];
  const line = new WorkerLine(
    end,
    { clock: timers.clock, timers },
    {
      broke: (message) => broken.push(message),
      done: (call) => desk.done(call),
      failed: (kind) => desk.failed(kind),
      silent: (since) => desk.silent(since),
    },
  );
  line.onEvent((event) => desk.hear(event));
  const say = (data: unknown) => hear({ data } as MessageEvent<unknown>);
  return {
    timers,
    line,
    broken,
    troubles: () => desk.troubles.value,
    answer: (output: unknown = null) => say({ answers: posted.at(-1)?.id, output }),
    fail: (kind: string) => say({ answers: posted.at(-1)?.id, failure: { kind, message: 'words' } }),
    tell: (trouble: unknown) => say({ event: { kind: 'trouble changed', of: 'connection', trouble } }),
    breakDown: () => breakDown({ message: 'gone' } as ErrorEvent),
  };
}

describe('a call that is not answered', () => {
  it('is said to wait, since when, and no more once it is answered', async () => {
    const { timers, line, troubles, answer } = setUp();
    const since = timers.clock.now();
    const asked = line.call('remembered', null);
    await timers.advance(19_000);
    expect(troubles()).toEqual([]);
    await timers.advance(1_000);
    expect(troubles()).toEqual([{ kind: 'no answer', since }]);
    answer('late');
    expect(await asked).toBe('late');
    expect(troubles()).toEqual([]);
    await timers.advance(60_000);
    expect(timers.waiting()).toEqual([]);
  });

  it('is not counted while the page slept', async () => {
    const { timers, line, troubles } = setUp();
    void line.call('remembered', null);
    timers.clock.advance(3_600_000);
    await timers.advance(5_000);
    expect(troubles()).toEqual([]);
  });

  it('may be one that first waits for the end of a cycle: it is given longer, not for ever', async () => {
    const { timers, line, troubles } = setUp();
    void line.call('sign out', null);
    await timers.advance(55_000);
    expect(troubles()).toEqual([]);
    await timers.advance(5_000);
    expect(troubles()).toHaveLength(1);
  });

  it('fails when the worker breaks, and silence is no longer the word for it', async () => {
    const { timers, line, troubles, breakDown, broken } = setUp();
    const failed = expect(line.call('remembered', null)).rejects.toMatchObject({ kind: 'worker broke' });
    await timers.advance(30_000);
    breakDown();
    await failed;
    expect([troubles(), broken]).toEqual([[], ['gone']]);
  });
});

describe('what the database refuses', () => {
  it('is said until it works again: full only until something could be written', async () => {
    const { line, troubles, fail, answer } = setUp();
    const refused = expect(line.call('edit', {} as never)).rejects.toMatchObject({ kind: 'quota exceeded' });
    fail('quota exceeded');
    await refused;
    expect(troubles()).toEqual([{ kind: 'store', why: 'quota exceeded' }]);
    void line.call('remembered', null);
    answer();
    expect(troubles()).toHaveLength(1);
    void line.call('edit', {} as never);
    answer();
    expect(troubles()).toEqual([]);
  });

  it('because a newer build has it, is said until the page is loaded anew, and before all else', () => {
    const { line, troubles, answer, tell } = setUp();
    tell({ kind: 'blocked', since: 1 });
    expect(troubles()).toEqual([{ kind: 'blocked', since: 1 }]);
    tell({ kind: 'store', why: 'newer version' });
    tell(null);
    void line.call('remembered', null);
    answer();
    expect(troubles()).toEqual([{ kind: 'store', why: 'newer version' }]);
  });

  it('and what is not the database’s, is no trouble of this device', async () => {
    const { line, troubles, fail } = setUp();
    const refused = expect(line.call('remembered', null)).rejects.toThrow('words');
    fail('already decided');
    await refused;
    expect(troubles()).toEqual([]);
  });
});
