import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Operation, readsOf, writesOf } from './operations.ts';
import { holds, type MatrixName, matrixNames, may, type Row, type Table } from './oracle.ts';
import { keyOf, nobody, openStage, type Said, type Stage, setOf, type Way, withoutKey } from './stage.ts';

/**
 * Person × table × row × operation × way. Who may not see a row gets the very answer that a row gets which does not
 * exist; who sees it and may not do it gets 403; who may, does. Every change is rolled back before the next case.
 */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.mode.isDry = true;
});
afterAll(async () => {
  console.log(`authorisation matrix, rows: ${cases} cases, ${stage.requests()} requests`);
  expect(stage.service.errors).toEqual([]);
  await stage.service.close();
});
let cases = 0;

const owners = ['gwen', 'lola', 'basil', 'crew', 'nora', 'sam'] as const;
const tables = Object.keys(setOf) as readonly Table[];
const rowsOfTable = (table: Table): readonly Row[] =>
  table === 'territory'
    ? [{ table, owner: 'gwen', at: 0 }]
    : owners.map((owner, index) => ({ table, owner, at: index % 2 }));

const codeOf = ({ text }: Said): string => (text.includes('"error"') ? String(JSON.parse(text).error.code) : '');

function judge(name: MatrixName, operation: Operation, row: Row, said: Said, absent: Said): void {
  cases += 1;
  const told = `${name} ${operation.name} ${row.table} of ${row.owner}: ${said.status} ${said.text.slice(0, 300)}`;
  expect(said.status, told).toBeLessThan(500);
  if (!may(name, 'Read', row)) {
    if (operation.makes === true && holds(name, 'Create', row.table)) {
      // A key cannot be given twice: that it is taken is all that can be learnt, by who may create and knows the key.
      expect(['0x80040217', '0x80040237', '0x80040220', '0x80048d19'], told).toContain(codeOf(said));
    } else expect(withoutKey(said, keyOf(row)), told).toBe(withoutKey(absent, nobody));
    return;
  }
  if (operation.needs === null) return;
  const isAllowed = operation.needs.every((type) => may(name, type, row));
  if (isAllowed) expect([200, 204], told).toContain(said.status);
  else expect([said.status, codeOf(said)], told).toEqual([403, '0x80040220']);
}

describe.each(matrixNames)('%s', (name) => {
  it.each(tables)(
    '§2.5 meets rows of %s only as far as roles reach (inferred for what no page tells)',
    async (table) => {
      for (const operations of [readsOf(table), writesOf(table)]) {
        const absent = await stage.sendAll(
          name,
          operations.map(({ ask }) => ask(nobody)),
        );
        for (const row of rowsOfTable(table)) {
          const answers = await stage.sendAll(
            name,
            operations.map(({ ask }) => ask(keyOf(row))),
          );
          for (const [at, operation] of operations.entries()) {
            judge(name, operation, row, answers[at] as Said, absent[at] as Said);
          }
        }
      }
    },
  );
});

/** The answers do not depend on how a request travels; so a share of the cases is enough for the other ways. */
describe.each(['direct', 'in a change set'] as const satisfies Way[])('a request %s', (way) => {
  it.each(['basil', 'peek', 'wanda', 'mix', 'solo', 'nemo'] as const)('of %s is judged the same', async (name) => {
    for (const table of tables) {
      const operations = [...(way === 'direct' ? readsOf(table) : []), ...writesOf(table)];
      const rows = rowsOfTable(table).filter(({ owner }) => owner === 'sam' || owner === 'basil' || owner === 'gwen');
      for (const [at, operation] of operations.entries()) {
        const row = rows[at % rows.length] as Row;
        const absent = await stage.send(name, operation.ask(nobody), way);
        judge(name, operation, row, await stage.send(name, operation.ask(keyOf(row)), way), absent);
      }
    }
  });
});
