import { checkCases } from './check-cases.ts';
import type { ContractCase } from './contract.ts';
import { cycleCases } from './cycle-cases.ts';
import { decisionCases } from './decision-cases.ts';
import { importCases } from './import-cases.ts';
import { otherCases } from './other-cases.ts';
import { outboxCases } from './outbox-cases.ts';
import { pullCases } from './pull-cases.ts';
import { pushCases } from './push-cases.ts';
import { reconcileCases } from './reconcile-cases.ts';
import { restoreCases } from './restore-cases.ts';
import { viewCases } from './view-cases.ts';

/** What every `Store` does, whatever it is built on and whatever engine it runs in. */
export const storeContract: readonly ContractCase[] = [
  ...outboxCases,
  ...pushCases,
  ...decisionCases,
  ...cycleCases,
  ...pullCases,
  ...restoreCases,
  ...reconcileCases,
  ...viewCases,
  ...otherCases,
  ...importCases,
  ...checkCases,
];
