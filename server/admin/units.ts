import { randomUUID } from 'node:crypto';
import { type SqlRow, text } from '../database/database.ts';
import { rootBusinessUnit } from '../database/migrate.ts';
import type { CommandGroup, DatabaseCommand } from './command.ts';
import { findUnit, requireFreeName } from './find-named.ts';

/** Each unit below its parent, indented. */
function tree(rows: readonly SqlRow[], parent: string | null, depth: number): readonly string[] {
  return rows
    .filter((row) => row.parent === parent)
    .flatMap((row) => [
      `${'  '.repeat(depth)}${text(row.name)}  (${row.people} people)`,
      ...tree(rows, text(row.id), depth + 1),
    ]);
}

const list: DatabaseCommand = {
  place: 'database',
  words: ['units', 'list'],
  summary: 'Shows business units, each below the one it belongs to.',
  operands: [],
  options: {},
  async run({ database, caller }) {
    const rows = await database.query(
      `select businessunitid as id, parentbusinessunitid as parent, name,
         (select count(*)::int from systemuser u where u.businessunitid = b.businessunitid) as people
       from businessunit b order by name`,
    );
    for (const line of tree(rows, null, 0)) caller.print(line);
  },
};

const add: DatabaseCommand = {
  place: 'database',
  words: ['units', 'add'],
  summary: 'Adds a business unit.',
  operands: ['UNIT'],
  options: { parent: { kind: 'text', value: 'UNIT', about: 'the unit it belongs to; the topmost if left out' } },
  async run({ database, caller }, args) {
    const parent = args.option('parent');
    const name = await database.tx(async (tx) => {
      const free = await requireFreeName(tx, 'unit', args.operand('UNIT'));
      const parentId = parent === null ? rootBusinessUnit : (await findUnit(tx, parent)).id;
      await tx.query(
        'insert into businessunit (businessunitid, name, parentbusinessunitid) values ($1::uuid, $2, $3::uuid)',
        [randomUUID(), free, parentId],
      );
      return free;
    });
    caller.print(`The business unit ${name} is there.`);
  },
};

export const units: CommandGroup = {
  name: 'units',
  summary: 'The organisation, which says whose rows are near:',
  commands: [list, add],
};
