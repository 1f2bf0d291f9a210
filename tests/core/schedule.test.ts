import { describe, expect, it } from 'vitest';
import { type Schedule, type ScheduleEvent, step } from '../../src/core/schedule.ts';

const intervalMs = 300_000;

/** Plays events at their times and writes down what the machine wanted. */
function timeline(events: readonly (readonly [at: number, event: ScheduleEvent])[]): string[] {
  let schedule: Schedule = { kind: 'idle' };
  const lines: string[] = [];
  for (const [at, event] of events) {
    const next = step(schedule, event, { at, fraction: 0, intervalMs });
    schedule = next.schedule;
    const effects = next.effects.map((effect) => {
      switch (effect.kind) {
        case 'run':
          return `run ${effect.trigger}${effect.isPatient ? ' patiently' : ''}`;
        case 'alarm':
          return `alarm ${effect.trigger} in ${effect.afterMs}`;
        default:
          return effect.kind;
      }
    });
    lines.push(`${at} ${schedule.kind}: ${effects.join(', ')}`);
  }
  return lines;
}

const trigger = (name: 'opened' | 'edit' | 'retry' | 'sync now' | 'online' | 'signed in'): ScheduleEvent => ({
  kind: 'trigger',
  trigger: name,
});
const done: ScheduleEvent = { kind: 'ended', end: { kind: 'done' } };
const later = (forMs: number | null): ScheduleEvent => ({
  kind: 'ended',
  end: { kind: 'later', forMs, reason: 'down' },
});

const awaited = { what: 'the database on this device', since: 1 };
const stalled: ScheduleEvent = { kind: 'ended', end: { kind: 'stalled', awaited } };

describe('a cycle that stands still', () => {
  it('is tried once more at once, then more and more slowly, without end', () => {
    const again = [2, 4, 8, 15, 15].flatMap((minutes, n) => [
      [n * 1e7 + minutes * 60_000, trigger('retry')] as const,
      [n * 1e7 + minutes * 60_000 + 1, stalled] as const,
    ]);
    expect(timeline([[0, trigger('opened')], [0, stalled], [0, stalled], ...again])).toEqual([
      '0 running: run opened patiently',
      '0 running: run retry',
      '0 stuck: alarm retry in 120000',
      '120000 running: run retry',
      '120001 stuck: alarm retry in 240000',
      '10240000 running: run retry',
      '10240001 stuck: alarm retry in 480000',
      '20480000 running: run retry',
      '20480001 stuck: alarm retry in 900000',
      '30900000 running: run retry',
      '30900001 stuck: alarm retry in 900000',
      '40900000 running: run retry',
      '40900001 stuck: alarm retry in 900000',
    ]);
  });

  it('is forgotten once a cycle came to its end', () => {
    expect(
      timeline([
        [0, trigger('opened')],
        [0, stalled],
        [1, done],
        [2, trigger('edit')],
        [3, stalled],
      ]),
    ).toEqual([
      '0 running: run opened patiently',
      '0 running: run retry',
      '1 idle: alarm interval in 300000',
      '2 running: run edit',
      '3 running: run retry',
    ]);
  });

  it('is tried at once for a person who asks, not for an edit', () => {
    expect(
      timeline([
        [0, trigger('opened')],
        [0, stalled],
        [0, stalled],
        [1, trigger('edit')],
        [2, trigger('sync now')],
      ]).slice(3),
    ).toEqual(['1 stuck: ', '2 running: run sync now']);
  });
});

describe('the schedule of a tab', () => {
  it('runs at once, then by the interval', () => {
    expect(
      timeline([
        [0, trigger('opened')],
        [5, done],
      ]),
    ).toEqual(['0 running: run opened patiently', '5 idle: alarm interval in 300000']);
  });

  it('runs once more for what was saved while it ran', () => {
    expect(
      timeline([
        [0, trigger('opened')],
        [1, trigger('edit')],
        [2, trigger('edit')],
        [5, done],
        [9, done],
      ]),
    ).toEqual([
      '0 running: run opened patiently',
      '1 running: ',
      '2 running: ',
      '5 running: run edit',
      '9 idle: alarm interval in 300000',
    ]);
  });

  it('backs off further with each failure and starts afresh after success', () => {
    const lines = timeline([
      [0, trigger('edit')],
      [1, later(null)],
      [1_001, trigger('retry')],
      [1_002, later(null)],
      [3_002, trigger('retry')],
      [3_003, done],
      [3_004, trigger('edit')],
      [3_005, later(null)],
    ]);
    expect(lines).toEqual([
      '0 running: run edit',
      '1 waiting: alarm retry in 1000',
      '1001 running: run retry',
      '1002 waiting: alarm retry in 2000',
      '3002 running: run retry',
      '3003 idle: alarm interval in 300000',
      '3004 running: run edit',
      '3005 waiting: alarm retry in 1000',
    ]);
  });

  it('lets a person and the network break a back-off, and an edit not', () => {
    const events: readonly (readonly [number, ScheduleEvent])[] = [
      [0, trigger('edit')],
      [1, later(null)],
    ];
    expect(timeline([...events, [2, trigger('edit')]]).at(-1)).toBe('2 waiting: ');
    expect(timeline([...events, [2, trigger('sync now')]]).at(-1)).toBe('2 running: run sync now');
    expect(timeline([...events, [2, trigger('online')]]).at(-1)).toBe('2 running: run online');
  });

  it('is silent until Retry-After has passed, whoever asks', () => {
    const lines = timeline([
      [0, trigger('edit')],
      [1, later(60_000)],
      [2, trigger('sync now')],
      [3, trigger('online')],
      [60_001, trigger('retry')],
    ]);
    expect(lines.slice(1)).toEqual([
      '1 waiting: alarm retry in 60000',
      '2 waiting: ',
      '3 waiting: ',
      '60001 running: run sync now',
    ]);
  });

  it('keeps what a person asked for until a cycle has done it: through a pause, a failure, a holder elsewhere', () => {
    const asked: readonly (readonly [number, ScheduleEvent])[] = [
      [0, trigger('sync now')],
      [1, later(null)],
      [2, trigger('edit')],
      [1_001, trigger('retry')],
    ];
    expect(timeline(asked).at(-1)).toBe('1001 running: run sync now');
    expect(timeline([...asked, [1_002, done], [1_003, trigger('edit')], [1_004, later(null)]]).at(-1)).toBe(
      '1004 waiting: alarm retry in 1000',
    );
    expect(
      timeline([
        [0, trigger('edit')],
        [1, later(60_000)],
        [60_001, trigger('retry')],
      ]).at(-1),
    ).toBe('60001 running: run retry');
    const held: ScheduleEvent = { kind: 'ended', end: { kind: 'held elsewhere' } };
    expect(
      timeline([
        [0, trigger('sync now')],
        [1, held],
      ]).at(-1),
    ).toBe('1 idle: alarm sync now in 16000');
  });

  it('waits for the person when the token is not taken', () => {
    const lines = timeline([
      [0, trigger('edit')],
      [1, { kind: 'ended', end: { kind: 'sign in', reason: 'expired' } }],
      [2, trigger('sync now')],
      [3, trigger('signed in')],
    ]);
    expect(lines.slice(1)).toEqual(['1 signed out: ', '2 signed out: ', '3 running: run signed in']);
  });

  it('looks again when another holder would show as dead', () => {
    const lines = timeline([
      [0, trigger('opened')],
      [1, { kind: 'ended', end: { kind: 'held elsewhere' } }],
    ]);
    expect(lines.at(-1)).toBe('1 idle: alarm retry in 16000');
  });

  it('stops for a pause, is quiet once the cycle ended, and waits for the right when it resumes', () => {
    const lines = timeline([
      [0, trigger('edit')],
      [1, { kind: 'pause' }],
      [2, { kind: 'ended', end: { kind: 'stopped' } }],
      [3, trigger('edit')],
      [4, { kind: 'resume', trigger: 'visible' }],
    ]);
    expect(lines.slice(1)).toEqual([
      '1 paused: stop',
      '2 paused: quiet',
      '3 paused: ',
      '4 running: run visible patiently',
    ]);
  });

  it('goes on when it is seen again before the stopped cycle had ended', () => {
    const lines = timeline([
      [0, trigger('edit')],
      [1, { kind: 'pause' }],
      [2, { kind: 'resume', trigger: 'visible' }],
      [3, { kind: 'ended', end: { kind: 'stopped' } }],
    ]);
    expect(lines.slice(2)).toEqual(['2 running: quiet', '3 running: run visible patiently']);
  });
});
