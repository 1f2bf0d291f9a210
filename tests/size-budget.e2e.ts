import { expect, test } from 'vitest';
import { measureSizes, readBudget, type Sizes } from './run/size.ts';

// Fails at 105 %.
test.each(['firstScreen', 'dataWorker', 'serviceWorker'] as const)('%s keeps its budget', (part: keyof Sizes) => {
  const budget = readBudget()?.[part];
  expect(budget, 'no budget: node tests/run/size.js --update').toBeTypeOf('number');
  expect(measureSizes()[part]).toBeLessThanOrEqual(1.05 * (budget ?? 0));
});
