import * as v from 'valibot';
import { type Definition, DefinitionFault } from './definition.ts';
import { definitionSchema } from './json-schema.ts';

const mostLines = 10;

type Issue = v.BaseIssue<unknown>;

/** `tables[0].columns[2].maxLength` */
function pathOf(issue: Issue): string {
  const parts = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '') || 'the file';
}

function sentenceOf(issue: Issue): string {
  if (issue.kind === 'validation') return `expected ${issue.message}, got ${issue.received}`;
  if (issue.expected === 'never') return 'is not known here';
  if (issue.received === 'undefined') return 'is missing';
  return `expected ${issue.expected}, got ${issue.received}`;
}

export function parseJsonDefinition(text: string): Definition {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DefinitionFault([`it is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`]);
  }
  // To valibot a list is an object too.
  if (Array.isArray(value)) throw new DefinitionFault(['the file: expected an object with "tables", got a list']);
  const parsed = v.safeParse(definitionSchema, value);
  if (parsed.success) return parsed.output;
  const lines = parsed.issues.map((issue) => `${pathOf(issue)}: ${sentenceOf(issue)}`);
  const left = lines.length - mostLines;
  throw new DefinitionFault([...lines.slice(0, mostLines), ...(left > 0 ? [`and ${left} more`] : [])]);
}
