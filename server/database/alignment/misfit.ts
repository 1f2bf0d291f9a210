import { createParameters, type SqlParameters } from '../../odata/sql-parameters.ts';
import type { Column } from '../../odata/table.ts';
import { sqlName } from '../sql-name.ts';

/** SQL that is true for a stored value which the definition does not allow, and what it does allow in words. */
type Misfit = { readonly condition: string; readonly expected: string; readonly parameters: SqlParameters };

/** JavaScript and Dataverse count UTF-16 units, PostgreSQL characters. */
function utf16Length(name: string): string {
  return `char_length(${name}) + char_length(regexp_replace(${name}, '[\\U00000001-\\U0000FFFF]', '', 'g'))`;
}

function typeMisfit({ type, name: plain }: Column, parameters: SqlParameters): readonly [string, string] | null {
  const name = sqlName(plain);
  const number = (value: number): string => parameters.add(String(value), 'numeric');
  switch (type.kind) {
    case 'text':
    case 'memo': {
      const most = parameters.add(type.maxLength, 'integer');
      return [
        `octet_length(${name}) > ${most} and ${utf16Length(name)} > ${most}`,
        `at most ${type.maxLength} characters`,
      ];
    }
    case 'integer':
    case 'double':
      return [`not ${name}::numeric between ${number(type.min)} and ${number(type.max)}`, `${type.min} to ${type.max}`];
    case 'decimal':
    case 'money':
      return [
        `not ${name} between ${number(type.min)} and ${number(type.max)} or ${name} <> round(${name}, ${parameters.add(type.precision, 'integer')})`,
        `${type.min} to ${type.max} with at most ${type.precision} decimal places`,
      ];
    case 'choice': {
      const values = type.choices.map((choice) => parameters.add(choice.value, 'integer'));
      return [`${name} not in (${values.join(', ')})`, 'one of its choices'];
    }
    case 'key':
    case 'datetime':
    case 'date':
    case 'boolean':
    case 'lookup':
    case 'owner':
      return null;
  }
}

export function misfitOf(column: Column): Misfit | null {
  const parameters = createParameters();
  const own = typeMisfit(column, parameters);
  const missing = column.isRequired ? `${sqlName(column.name)} is null` : null;
  const conditions = [...(own === null ? [] : [`(${own[0]})`]), ...(missing === null ? [] : [missing])];
  if (conditions.length === 0) return null;
  const expected = [...(own === null ? [] : [own[1]]), ...(missing === null ? [] : ['never empty'])].join(', ');
  return { condition: conditions.join(' or '), expected, parameters };
}
