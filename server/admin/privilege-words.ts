import { type Depth, depths, type PrivilegeType, privilegeTypes } from '../identity/privileges.ts';
import type { Table, Tables } from '../odata/table.ts';
import { CommandMisused, CommandRefused } from './command.ts';

/** Our words for depths beside Dataverse's. */
export const depthWords: readonly { readonly word: string; readonly depth: Depth; readonly reaches: string }[] = [
  { word: 'user', depth: 'Basic', reaches: 'own rows, and those of the team that holds the role' },
  { word: 'unit', depth: 'Local', reaches: 'rows of the business unit' },
  { word: 'parent', depth: 'Deep', reaches: 'rows of the business unit and of all below it' },
  { word: 'organisation', depth: 'Global', reaches: 'all rows' },
];

export function wordOf(depth: Depth): string {
  return depthWords.find((one) => one.depth === depth)?.word ?? depth;
}

/** `unit` and `Local` are the same. @throws CommandMisused */
export function parseDepth(text: string): Depth {
  const wanted = text.toLowerCase();
  const found =
    depthWords.find(({ word }) => word === wanted)?.depth ?? depths.find((depth) => depth.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new CommandMisused(`"${text}" is no depth: one of ${depthWords.map(({ word }) => word).join(', ')}.`);
}

/** `read,write`, or `all`. @throws CommandMisused */
export function parsePrivileges(text: string): readonly PrivilegeType[] {
  if (text.toLowerCase() === 'all') return privilegeTypes;
  return text.split(',').map((part) => {
    const found = privilegeTypes.find((type) => type.toLowerCase() === part.trim().toLowerCase());
    if (found !== undefined) return found;
    const known = privilegeTypes.map((type) => type.toLowerCase()).join(', ');
    throw new CommandMisused(`"${part.trim()}" is no privilege: some of ${known}, or all.`);
  });
}

function found(tables: Tables, text: string): Table | undefined {
  const wanted = text.toLowerCase();
  return tables.byName.get(wanted) ?? tables.bySetName.get(wanted);
}

/** A table by its name, or `all` (or `*`, which a shell would take for itself). @throws CommandRefused */
export function parseTable(tables: Tables, text: string): string {
  if (text === '*' || text.toLowerCase() === 'all') return '*';
  const table = found(tables, text);
  if (table === undefined) {
    const names = [...tables.byName.values()].filter(({ isSystem }) => !isSystem).map(({ name }) => name);
    throw new CommandRefused(`There is no table "${text}". There are ${names.join(', ')}; or all.`);
  }
  if (!table.isSystem) return table.name;
  throw new CommandRefused(`${table.pluralLabel} are read by everybody and changed with "landfall" alone.`);
}
