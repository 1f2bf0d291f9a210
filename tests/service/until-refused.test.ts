import { expect, test } from 'vitest';
import type { Attempt } from '../../src/core/failure.ts';
import { failed, succeeded } from '../../src/core/failure.ts';
import type { Reply } from '../../src/service/answer.ts';
import { untilRefused } from '../../src/service/dialects/until-refused.ts';

type Answer = Attempt<Reply>;
const yes: Answer = succeeded({ status: 200, body: null, bytes: 0, epoch: null, serviceAt: null });
const down: Answer = failed({ kind: 'network', message: 'down' });
const silence = (retryAfterMs: number): Answer =>
  failed({ kind: 'refused', status: 429, code: '', message: 'slow down', retryAfterMs });

function asking(answers: readonly Answer[]) {
  const asked: string[] = [];
  const questions = untilRefused({
    root: 'https://service.test/',
    read: async (url) => {
      asked.push(url);
      return answers[asked.length - 1] ?? yes;
    },
    readXml: async () => succeeded(''),
  });
  return { asked, questions };
}

test('after a failure nothing more is asked', async () => {
  const { asked, questions } = asking([yes, silence(1_000)]);
  for (const url of ['a', 'b', 'c']) await questions.ask.read(url);
  expect(await questions.ask.readXml('d')).toMatchObject({ ok: false });
  expect(asked).toEqual(['a', 'b']);
});

test('of failures that come side by side the longest silence counts', async () => {
  const { questions } = asking([down, silence(5_000), silence(1_000)]);
  const [first] = await Promise.all(['a', 'b', 'c'].map((url) => questions.ask.read(url)));
  expect(questions.end(first ?? yes)).toMatchObject({ failure: { retryAfterMs: 5_000 } });
  expect(questions.end(yes)).toEqual(yes);
});
