import type { EscrowProblem } from '../../core/escrow-import.ts';
import { escrowImportTexts } from '../texts/escrow-import.ts';

const texts = escrowImportTexts.problem;

/** Why a file is not imported, and what to do about it. */
export function escrowProblem(problem: EscrowProblem): string {
  switch (problem.kind) {
    case 'not an escrow file':
      return texts.unknown;
    case 'cut short':
      return texts.short;
    case 'edited':
      return texts.edited;
    case 'other version':
      return texts.version(problem.version);
    case 'other environment':
      return texts.environment(problem.name, problem.url);
    case 'other person':
      return texts.person(problem.name);
  }
}
