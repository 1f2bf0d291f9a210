import type { CommandGroup } from './command.ts';
import { people } from './people.ts';

/** In the order of help. */
export const commandGroups: readonly CommandGroup[] = [people];
