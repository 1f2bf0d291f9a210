import { describe, expect, it } from 'vitest';
import { type Schedule, type ScheduleEvent, type Step, step } from '../../src/core/schedule.ts';

const intervalMs = 300_000;
function play(events: readonly (readonly [at: number, event: ScheduleEvent])[]): Step {
  let last: Step = { schedule: { kind: 'idle' } as Schedule, effects: [] };
  for (const [at, event] of events) last = step(last.schedule, event, { at, fraction: 0, intervalMs });
  return last;
}
const trigger = (name: Extract<ScheduleEvent, { kind: 'trigger' }>['trigger']): ScheduleEvent => ({
  kind: 'trigger',
  trigger: name,
});
const later = (forMs: number | null): ScheduleEvent => ({ kind: 'ended', end: { kind: 'later', forMs, reason: 'x' } });

describe('the schedule under pressure', () => {
  it('is not stuck when the alarm of an asked pause rings early by the clock, or the clock was set back', () => {
    const early = play([
      [0, trigger('edit')],
      [1, later(60_000)],
      [60_000, trigger('retry')],
    ]);
    expect(early.effects.map(({ kind }) => kind)).not.toEqual([]);
  });
  it('keeps that someone signed in while the cycle ran, whatever else was triggered after', () => {
    const end = play([
      [0, trigger('interval')],
      [1, trigger('signed in')],
      [2, trigger('edit')],
      [3, { kind: 'ended', end: { kind: 'sign in', reason: 'the old token' } }],
    ]);
    expect(end.schedule).toMatchObject({ kind: 'running' });
  });
  it('backs off even if the service asks for no time at all', () => {
    const end = play([
      [0, trigger('edit')],
      [1, later(0)],
      [1, trigger('retry')],
      [2, later(0)],
      [2, trigger('retry')],
      [3, later(0)],
    ]);
    const alarm = end.effects.find((effect) => effect.kind === 'alarm');
    expect(alarm?.kind === 'alarm' ? alarm.afterMs : 0).toBeGreaterThan(0);
  });
  it('tries again at once if the network came back, or the person asked, while the failing cycle ran', () => {
    const end = play([
      [0, trigger('edit')],
      [1, trigger('online')],
      [2, later(null)],
    ]);
    expect(end.schedule.kind).toBe('running');
  });
});
