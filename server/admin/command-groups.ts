import { backup } from './backup.ts';
import type { CommandGroup } from './command.ts';
import { exportGroup, importGroup } from './csv.ts';
import { epoch } from './epoch.ts';
import { people } from './people.ts';
import { restore } from './restore.ts';
import { roles } from './roles.ts';
import { teams } from './teams.ts';
import { units } from './units.ts';

/** In the order of help. */
export const commandGroups: readonly CommandGroup[] = [
  people,
  teams,
  units,
  roles,
  exportGroup,
  importGroup,
  backup,
  restore,
  epoch,
];
