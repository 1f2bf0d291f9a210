import { describe, expect, it } from 'vitest';
import { Refused } from '../../server/odata/service-error.ts';
import { documentedLimits, type ProtectionLimits } from '../../server/protection/protection-limits.ts';
import { createServiceProtection, type Turn } from '../../server/protection/service-protection.ts';
import { createSlidingWindow } from '../../server/protection/sliding-window.ts';
import { readSettings } from '../../server/settings.ts';

const start = 1_700_000_000_000;

type Refusal = { readonly code: string; readonly message: string; readonly retryAfter: number };

function createDesk(limits: Partial<ProtectionLimits> = {}) {
  const clock = { ms: start };
  const all = { ...documentedLimits, ...limits };
  const protection = createServiceProtection(all, () => clock.ms);
  const begin = (person = 'dana'): Turn => protection.begin(person);
  const refusal = (person = 'dana'): Refusal | null => {
    try {
      begin(person).end();
      return null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, code, message, headers } = error.error;
      expect(status).toBe(429);
      return { code, message, retryAfter: Number(headers?.['retry-after']) };
    }
  };
  const spend = (count: number, person = 'dana'): void => {
    for (let n = 0; n < count; n++) begin(person).end();
  };
  const wait = (seconds: number): void => {
    clock.ms += seconds * 1000;
  };
  const remaining = (person = 'dana') => Object.values(protection.remaining(person));
  return { clock, limits: all, begin, refusal, spend, wait, remaining };
}

describe('§2.7 service protection', () => {
  it('6,000 requests in 300 s, the next one not: 0x80072322, and exactly after Retry-After again', () => {
    const desk = createDesk();
    desk.spend(6_000);
    const refused = desk.refusal();
    expect(refused).toMatchObject({
      code: '0x80072322',
      message: 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.',
    });
    expect(refused?.retryAfter).toBeGreaterThanOrEqual(300);
    expect(refused?.retryAfter).toBeLessThanOrEqual(305);
    desk.wait(refused?.retryAfter ?? 0);
    expect(desk.refusal()).toBe(null);
  });

  it('1,200 s of execution in 300 s: 0x80072321, and exactly after Retry-After again', () => {
    const desk = createDesk();
    const turns = Array.from({ length: 12 }, () => desk.begin());
    desk.wait(100);
    expect(desk.refusal()).toBe(null);
    for (const turn of turns) turn.end();
    const refused = desk.refusal();
    expect(refused).toMatchObject({
      code: '0x80072321',
      message:
        'Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over time window of ' +
        '300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.',
    });
    desk.wait(refused?.retryAfter ?? 0);
    expect(desk.refusal()).toBe(null);
  });

  it('52 at a time, the next one at once not: 0x80072326, until one has ended', () => {
    const desk = createDesk();
    const turns = Array.from({ length: 52 }, () => desk.begin());
    expect(desk.refusal()).toEqual({
      code: '0x80072326',
      message: 'Number of concurrent requests exceeded the limit of 52.',
      retryAfter: 1,
    });
    expect(desk.refusal('tom')).toBe(null);
    turns[0]?.end();
    expect(desk.refusal()).toBe(null);
  });

  it('the window slides: what is spread out is never refused, what comes at once is soon', () => {
    const desk = createDesk({ requests: 600 });
    // Nine in every five seconds are 540 in a window and 549 with the five seconds that a slot may count for longer.
    for (let second = 0; second < 2_000; second++) {
      desk.spend(second % 5 === 0 ? 9 : 0);
      desk.wait(1);
    }
    desk.spend(51);
    for (let n = 51; n < 60; n++) desk.refusal();
    expect(desk.refusal()?.code).toBe('0x80072322');
  });

  it('in no 300 s more than the limit are let in, however they come', () => {
    const desk = createDesk({ requests: 50 });
    const times: number[] = [];
    for (let step = 0; step < 20_000; step++) {
      desk.wait((step * 7919) % 11 === 0 ? 13 : 0.2);
      if (desk.refusal() === null) times.push(desk.clock.ms);
    }
    const most = Math.max(...times.map((time, at) => times.slice(at).filter((other) => other < time + 300_000).length));
    expect(most).toBeLessThanOrEqual(50);
    expect(times.length).toBeGreaterThan(50);
  });

  it('who goes on asking waits longer (how much: inferred); those sent at one moment count once', () => {
    const desk = createDesk({ requests: 10 });
    desk.spend(10);
    const first = desk.refusal()?.retryAfter ?? 0;
    expect([desk.refusal()?.retryAfter, desk.refusal()?.retryAfter]).toEqual([first, first]);
    desk.wait(10);
    const second = desk.refusal()?.retryAfter ?? 0;
    expect(second).toBeGreaterThan(first - 10);
    for (let n = 0; n < 1_000; n++) {
      desk.wait(1);
      expect(desk.refusal()?.retryAfter).toBeLessThanOrEqual(300);
    }
    const last = desk.refusal()?.retryAfter ?? 0;
    expect(last).toBe(300);
    desk.wait(last);
    expect(desk.refusal()).toBe(null);
  });

  it('a refusal counts as no request', () => {
    const desk = createDesk({ requests: 10 });
    desk.spend(10);
    for (let n = 0; n < 100; n++) desk.refusal();
    desk.wait(desk.refusal()?.retryAfter ?? 0);
    for (let n = 0; n < 10; n++) expect(desk.refusal()).toBe(null);
  });

  it("one person's use never throttles another", () => {
    const desk = createDesk({ requests: 5, concurrent: 2 });
    desk.spend(5);
    expect(desk.refusal()).not.toBe(null);
    desk.begin('tom');
    desk.begin('tom');
    expect(desk.refusal('tom')?.code).toBe('0x80072326');
    expect(desk.refusal('rita')).toBe(null);
  });

  it('says what is left, as Dataverse writes it', () => {
    const desk = createDesk();
    expect(desk.remaining()).toEqual(['6000', '1,200.00']);
    const turn = desk.begin();
    desk.clock.ms += 540;
    turn.end();
    expect(desk.remaining()).toEqual(['5999', '1,199.46']);
    expect(desk.remaining('tom')).toEqual(['6000', '1,200.00']);
    desk.wait(306);
    expect(desk.remaining()).toEqual(['6000', '1,200.00']);
  });

  it('other limits begin anew', () => {
    const desk = createDesk({ requests: 1 });
    desk.spend(1);
    expect(desk.refusal()).not.toBe(null);
    desk.limits.requests = 2;
    expect([desk.refusal(), desk.refusal()]).toEqual([null, null]);
    expect(desk.refusal()?.message).toContain('limit of 2 over');
  });

  it('a clock that is set back or far ahead harms nobody for longer than a window', () => {
    const desk = createDesk({ requests: 10 });
    desk.spend(5);
    desk.wait(-3_600);
    const turn = desk.begin();
    desk.wait(-3_600);
    turn.end();
    expect(desk.remaining()[1]).toBe('1,200.00');
    desk.wait(1e6);
    desk.spend(10);
    expect(desk.refusal()).not.toBe(null);
  });

  it('forgets people who were quiet, never those who wait or are at work', () => {
    const desk = createDesk({ requests: 5, windowSeconds: 10 });
    const busy = desk.begin('busy');
    for (let n = 0; n < 5_000; n++) {
      desk.spend(1, `person ${n}`);
      desk.wait(0.1);
    }
    busy.end();
    expect(desk.remaining('busy')[1]).toBe('700.00');
  });
});

describe('settings', () => {
  it('the limits are settings, those of Dataverse unless said otherwise', () => {
    const of = (env: Record<string, string>) => readSettings(env, [], '/app').protection;
    expect(of({})).toEqual({ requests: 6_000, seconds: 1_200, concurrent: 52, windowSeconds: 300 });
    const env = {
      LANDFALL_LIMIT_REQUESTS: '60000',
      LANDFALL_LIMIT_SECONDS: '10',
      LANDFALL_LIMIT_CONCURRENT: '5',
      LANDFALL_LIMIT_WINDOW: '60',
    };
    expect(of(env)).toEqual({ requests: 60_000, seconds: 10, concurrent: 5, windowSeconds: 60 });
    for (const text of ['0', '-1', '1.5', 'many', '1000000000']) {
      expect(() => of({ LANDFALL_LIMIT_REQUESTS: text })).toThrow('LANDFALL_LIMIT_REQUESTS must be a whole number');
    }
  });
});

describe('a sliding window', () => {
  it('needs no more memory for much than for little', () => {
    const window = createSlidingWindow(300_000);
    for (let n = 0; n < 100_000; n++) window.add(1, start + n * 10);
    expect(window.total(start + 1_000_000)).toBeLessThanOrEqual(30_600);
    expect(window.total(start + 2_000_000)).toBe(0);
  });

  it('tells when it is below a limit', () => {
    const window = createSlidingWindow(60_000);
    expect(window.belowAtMs(1, start)).toBe(start);
    window.add(3, start);
    window.add(2, start + 10_000);
    expect(window.belowAtMs(6, start + 10_000)).toBe(start + 10_000);
    expect(window.belowAtMs(5, start + 10_000)).toBe(start + 61_000);
    expect(window.belowAtMs(2, start + 10_000)).toBe(start + 71_000);
    expect(window.total(start + 60_999)).toBe(5);
    expect(window.total(start + 61_000)).toBe(2);
  });
});
