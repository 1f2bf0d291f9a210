import { describe, expect, it } from 'vitest';
import { checksum } from '../../src/core/checksum.ts';
import { escrowFile, writeEscrow } from '../../src/core/escrow-file.ts';
import { previewOf, problemOfOwner } from '../../src/core/escrow-import.ts';
import type { Json } from '../../src/core/row.ts';
import { parseEscrow } from '../../src/messages/parse-escrow.ts';
import { source } from '../core/escrow-file.ts';

const written = writeEscrow(source());

function problemOf(text: string): string {
  const parsed = parseEscrow(text);
  return parsed.ok ? 'none' : parsed.problem.kind;
}

/** The file with something else in it, and the right sum over that. */
function rewritten(change: (file: { [name: string]: Json }) => void): string {
  const { checksum: _, ...file } = JSON.parse(written.text);
  change(file);
  return JSON.stringify({ ...file, checksum: checksum(file) });
}

describe('an escrow file', () => {
  it('brings back every change as it was, and labels for people', () => {
    const parsed = parseEscrow(written.text);
    expect(parsed).toEqual({
      ok: true,
      file: expect.objectContaining(escrowFile(source({ outbox: parsedChanges() }))),
    });
    expect(written).toMatchObject({ name: 'landfall-unsent-2026-11-25-0942.json', changes: 5 });
    const { tables, about } = JSON.parse(written.text);
    expect(tables).toEqual({ account: expect.objectContaining({ label: 'Account', nameColumn: 'name' }) });
    expect(tables.account.columns.city).toBe('City');
    expect(about).toContain('not encrypted');
  });

  it('may be written anew by a program that orders and indents JSON otherwise', () => {
    expect(problemOf(`\uFEFF${JSON.stringify(JSON.parse(written.text))}`)).toBe('none');
  });

  it('is refused where it is no such file', () => {
    for (const text of ['', 'hello', '[]', '{}', 'null', '{"format":"backup","version":1}'])
      expect(problemOf(text)).toBe('not an escrow file');
  });

  it('is refused wherever it was cut', () => {
    for (let end = 60; end < written.text.length; end += 7)
      expect(problemOf(written.text.slice(0, end))).toBe('cut short');
  });

  it('is refused where anything in it was edited', () => {
    for (const [from, to] of [
      ['Paris', 'Milan'],
      ['"dana"', '"tom"'],
      ['"order": ', '"order": 1'],
      ['"kind": "delete"', '"kind": "update"'],
    ] as const) {
      const text = written.text.replace(from, to);
      expect(text).not.toBe(written.text);
      expect(problemOf(text)).toBe('edited');
    }
    expect(problemOf(JSON.stringify({ ...JSON.parse(written.text), checksum: undefined }))).not.toBe('none');
  });

  it('of another version is refused, whatever it holds', () => {
    const other = { format: 'Landfall escrow file', version: 2, checksum: '', changes: 'elsewhere' };
    expect(parseEscrow(JSON.stringify(other))).toEqual({ ok: false, problem: { kind: 'other version', version: '2' } });
    expect(
      problemOf(
        rewritten((file) => {
          file['changes'] = [{ id: 'x' }];
        }),
      ),
    ).toBe('other version');
  });

  it('keeps names that this version does not know', () => {
    const text = rewritten((file) => {
      file['device'] = 'Pixel';
      file['changes'] = (file['changes'] as Json[]).map((one) => ({ ...(one as object), mood: 'good' }));
    });
    const parsed = parseEscrow(text);
    expect(parsed.ok && parsed.file.changes[0]).toMatchObject({ mood: 'good', kind: 'create' });
  });

  it('is for one person in one environment', () => {
    const { account } = source();
    const file = escrowFile(source());
    expect(problemOfOwner(file, account)).toBe(null);
    const other = { ...account.environment, url: 'https://other.example/' };
    expect(problemOfOwner(file, { ...account, environment: other })?.kind).toBe('other environment');
    expect(problemOfOwner(file, { ...account, environment: { ...account.environment, id: 'x' } })?.kind).toBe(
      'other environment',
    );
    expect(problemOfOwner(file, { ...account, person: { id: 'tom', name: 'Dana' } })?.kind).toBe('other person');
  });

  it('is shown before it is imported: what is new, what is known, what asks for a decision', () => {
    const file = escrowFile(source());
    const [first, second] = file.changes;
    const nothing = { storeId: 'store 2', inOutbox: new Set<string>(), delivered: new Set<string>() };
    expect(previewOf(file, nothing)).toEqual({
      writtenAt: file.writtenAt,
      isFromHere: false,
      tables: [{ table: 'account', label: 'Accounts', count: 5 }],
      all: 5,
      alreadyHere: 0,
      alreadyDelivered: 0,
      conflicts: 1,
      parked: 1,
      creates: 1,
    });
    const known = { storeId: 'store 1', inOutbox: new Set([`${first?.id}`]), delivered: new Set([`${second?.id}`]) };
    expect(previewOf(file, known)).toMatchObject({ isFromHere: true, alreadyHere: 1, alreadyDelivered: 1, creates: 0 });
  });
});

/** Changes are numbered as they are made: those of the file. */
function parsedChanges() {
  const parsed = parseEscrow(written.text);
  return parsed.ok ? parsed.file.changes : [];
}
