import type { TextFunction } from './filter-ast.ts';
import { filterError } from './filter-lexer.ts';
import type { SqlParameters } from './sql-parameters.ts';

const longestPattern = 1_000;
const mostWildcards = 10;

type Piece =
  | { readonly kind: 'any' | 'one' }
  | { readonly kind: 'character'; readonly text: string }
  | { readonly kind: 'set'; readonly isExcluding: boolean; readonly members: readonly string[] };

/**
 * Without case, of every script, the same on every PostgreSQL: a database's own locale may know ASCII only, ICU is
 * part of all of them. Upper case, because lower case has two forms of sigma. Accents count.
 */
export function foldSql(expression: string): string {
  return `upper(${expression} collate "und-x-icu") collate "C"`;
}

/** Between brackets, single characters and ranges; `[%]` is how Dataverse writes a wildcard that is none. */
function parseSet(inner: string): Piece {
  const isExcluding = inner.startsWith('^') && inner.length > 1;
  const members = (isExcluding ? inner.slice(1) : inner).match(/.-.|./gsu) ?? [];
  const [only = ''] = members;
  if (!isExcluding && members.length === 1 && [...only].length === 1) return { kind: 'character', text: only };
  return { kind: 'set', isExcluding, members };
}

/** Dataverse's wildcards (docs/facts/dataverse.md §2.2). A bracket that nothing closes is a bracket (inferred). */
function parsePattern(text: string): readonly Piece[] {
  const pieces = text.match(/\[[^\]]+\]|./gsu) ?? [];
  return pieces.map((piece): Piece => {
    if (piece === '%') return { kind: 'any' };
    if (piece === '_') return { kind: 'one' };
    return piece.length > 2 && piece.startsWith('[')
      ? parseSet(piece.slice(1, -1))
      : { kind: 'character', text: piece };
  });
}

function toLike(piece: Piece): string {
  if (piece.kind === 'any') return '%';
  if (piece.kind === 'one') return '_';
  return piece.kind === 'character' ? piece.text.replace(/[\\%_]/, '\\$&') : '';
}

/** Whether it takes a regular expression to look for it. */
export const hasSets = (text: string): boolean => parsePattern(text).some(({ kind }) => kind === 'set');

const escapeRegex = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}-]/g, '\\$&');

function toRegex(piece: Piece): string {
  switch (piece.kind) {
    case 'any':
      return '.*';
    case 'one':
      return '.';
    case 'character':
      return escapeRegex(piece.text);
    case 'set': {
      const members = piece.members.map((member) => {
        const [from = '', dash, to] = [...member];
        return dash === '-' && to !== undefined ? `${escapeRegex(from)}-${escapeRegex(to)}` : escapeRegex(member);
      });
      return `[${piece.isExcluding ? '^' : ''}${members.join('')}]`;
    }
  }
}

function hasOrderedRanges(pieces: readonly Piece[]): boolean {
  const members = pieces.flatMap((piece) => (piece.kind === 'set' ? piece.members : []));
  return members.every((member) => {
    const [from = '', dash, to] = [...member.toUpperCase()];
    return dash !== '-' || to === undefined || (from.codePointAt(0) ?? 0) <= (to.codePointAt(0) ?? 0);
  });
}

type TextMatch = { readonly name: TextFunction; readonly value: string; readonly at: number };

/** The condition that a text column, already an SQL expression and without case, contains, begins with or ends with a value. */
export function textMatchSql(column: string, match: TextMatch, parameters: SqlParameters): string {
  const { name, value, at } = match;
  if (value.length > longestPattern) throw filterError(at, `${name} takes at most ${longestPattern} characters`);
  if (value.includes('\0')) throw filterError(at, `${name}: no text contains NUL`);
  const pieces = parsePattern(value);
  if ((name === 'startswith' && pieces[0]?.kind === 'any') || (name === 'endswith' && pieces.at(-1)?.kind === 'any')) {
    throw filterError(at, `${name} with '%' at the open end is not supported: use contains`);
  }
  if (pieces.filter((piece) => piece.kind === 'any').length > mostWildcards) {
    throw filterError(at, `${name} takes at most ${mostWildcards} of the wildcard '%'`);
  }
  if (!hasOrderedRanges(pieces)) throw filterError(at, `${name}: a set such as [a-f] begins at its lower end`);
  const [before, after] = [name === 'startswith' ? '' : '%', name === 'endswith' ? '' : '%'];
  if (pieces.every((piece) => piece.kind !== 'set')) {
    const pattern = parameters.add(before + pieces.map(toLike).join('') + after, 'text');
    return `${column} like ${foldSql(pattern)}`;
  }
  const regex = `^${before === '' ? '' : '.*'}${pieces.map(toRegex).join('')}${after === '' ? '' : '.*'}$`;
  return `${column} ~ ${foldSql(parameters.add(regex, 'text'))}`;
}
