import fc from 'fast-check';
import type { Json } from './service-fixture.ts';

/**
 * Filters with what they mean, told by a small evaluator over rows in memory: it shares nothing with the service. An
 * empty value is neither true nor false (null), and only true keeps a row.
 */
export type Truth = boolean | null;
export type Tested = { readonly text: string; readonly matches: (row: Json) => Truth };

type Kind = 'text' | 'number' | 'datetime' | 'date' | 'boolean' | 'id' | 'choice';
type Single = readonly [navigation: string, table: string, property: string];
type Collection = readonly [navigation: string, table: string, property: string];
type Many = readonly [navigation: string, table: string, pairs: string, near: 'first' | 'second'];
type Shape = {
  readonly key: string;
  readonly columns: Readonly<Record<string, Kind>>;
  readonly singles: readonly Single[];
  readonly collections: readonly Collection[];
  readonly many: readonly Many[];
};

const ownedSingles: readonly Single[] = [
  ['owninguser', 'systemuser', '_ownerid_value'],
  ['owningteam', 'team', '_ownerid_value'],
  ['owningbusinessunit', 'businessunit', '_owningbusinessunit_value'],
];
const named = (key: string, name: string): Shape => ({
  key,
  columns: { [key]: 'id', [name]: 'text' },
  singles: [],
  collections: [],
  many: [],
});

/** The sample tables, written down once more. */
export const shapes: Readonly<Record<string, Shape>> = {
  account: {
    key: 'accountid',
    columns: {
      name: 'text',
      accountnumber: 'text',
      emailaddress1: 'text',
      description: 'text',
      numberofemployees: 'number',
      creditlimit: 'number',
      rating: 'number',
      lastvisit: 'datetime',
      donotemail: 'boolean',
      _primarycontactid_value: 'id',
      _ownerid_value: 'id',
    },
    singles: [
      ['primarycontactid', 'contact', '_primarycontactid_value'],
      ['parentaccountid', 'account', '_parentaccountid_value'],
      ['territoryid', 'territory', '_territoryid_value'],
      ...ownedSingles,
    ],
    collections: [
      ['contact_parentaccountid', 'contact', '_parentaccountid_value'],
      ['salesorder_customerid', 'salesorder', '_customerid_value'],
      ['annotation_objectid_account', 'annotation', '_objectid_value'],
    ],
    many: [
      ['account_territories', 'territory', 'account_territory', 'first'],
      ['account_competitors', 'account', 'account_competitor', 'first'],
      ['account_competitorof', 'account', 'account_competitor', 'second'],
    ],
  },
  contact: {
    key: 'contactid',
    columns: { fullname: 'text', emailaddress1: 'text', birthdate: 'date', statecode: 'choice', _ownerid_value: 'id' },
    singles: [['parentaccountid', 'account', '_parentaccountid_value'], ...ownedSingles],
    collections: [['account_primarycontactid', 'account', '_primarycontactid_value']],
    many: [['contact_salesorders', 'salesorder', 'salesorder_contact', 'second']],
  },
  annotation: {
    key: 'annotationid',
    columns: { subject: 'text', notetext: 'text', _objectid_value: 'id' },
    singles: [
      ['objectid_account', 'account', '_objectid_value'],
      ['objectid_contact', 'contact', '_objectid_value'],
      ...ownedSingles,
    ],
    collections: [],
    many: [],
  },
  salesorder: {
    key: 'salesorderid',
    columns: { name: 'text', totalamount: 'number', _customerid_value: 'id' },
    singles: [
      ['customerid', 'account', '_customerid_value'],
      ['billtoid_contact', 'contact', '_billtoid_value'],
      ['billtoid_account', 'account', '_billtoid_value'],
      ...ownedSingles,
    ],
    collections: [],
    many: [['salesorder_contacts', 'contact', 'salesorder_contact', 'first']],
  },
  territory: named('territoryid', 'name'),
  systemuser: named('systemuserid', 'fullname'),
  team: named('teamid', 'name'),
  businessunit: named('businessunitid', 'name'),
};

/** What one person sees, and the pairs of N:N, which are the same for all. */
export type World = {
  readonly rows: Readonly<Record<string, readonly Json[]>>;
  readonly pairs: Readonly<Record<string, readonly (readonly [string, string])[]>>;
};

const not = (a: Truth): Truth => (a === null ? null : !a);
const and = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const or = (a: Truth, b: Truth): Truth => not(and(not(a), not(b)));

const fold = (text: unknown): Buffer => Buffer.from(String(text).toUpperCase());
function order(kind: Kind, a: unknown, b: unknown): number {
  if (kind === 'text') return Buffer.compare(fold(a), fold(b));
  if (kind === 'boolean' || kind === 'number' || kind === 'choice') return Math.sign(Number(a) - Number(b));
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

const operators: Readonly<Record<string, (sign: number) => boolean>> = {
  eq: (sign) => sign === 0,
  ne: (sign) => sign !== 0,
  gt: (sign) => sign > 0,
  ge: (sign) => sign >= 0,
  lt: (sign) => sign < 0,
  le: (sign) => sign <= 0,
};

/** Text against a pattern in which % stands for any characters and _ for one. */
function isLike(text: string, pattern: string): boolean {
  const [head, ...rest] = [...pattern];
  if (head === undefined) return text === '';
  const tail = rest.join('');
  if (head === '%') return [...text, ''].some((_, at) => isLike([...text].slice(at).join(''), tail));
  const [first, ...others] = [...text];
  return first !== undefined && (head === '_' || head === first) && isLike(others.join(''), tail);
}

const writeLiteral = (kind: Kind, value: unknown): string =>
  kind === 'text' ? `'${String(value).replaceAll("'", "''")}'` : String(value);

type Place = {
  readonly path: string;
  readonly kind: Kind;
  readonly table: string;
  readonly get: (row: Json) => unknown;
};

/** Columns of a table and, along lookups, of the rows it points to. */
function placesOf(world: World, table: string, steps: number): readonly Place[] {
  const shape = shapes[table];
  if (shape === undefined) throw new Error(table);
  const own = Object.entries(shape.columns).map(([name, kind]): Place => {
    return { path: name, kind, table, get: (row) => row[name] ?? null };
  });
  if (steps === 0) return own;
  const far = shape.singles.flatMap(([navigation, target, property]) => {
    const byKey = new Map(world.rows[target]?.map((row) => [row[shapes[target]?.key ?? ''], row]));
    return placesOf(world, target, steps - 1).map((place): Place => {
      const get = (row: Json): unknown => {
        const found = byKey.get(row[property]);
        return found === undefined ? null : place.get(found);
      };
      return { ...place, path: `${navigation}/${place.path}`, get };
    });
  });
  return [...own, ...far];
}

function valuesOf(world: World, place: Place): readonly unknown[] {
  const name = place.path.split('/').at(-1) ?? '';
  const found = (world.rows[place.table] ?? []).map((row) => row[name]).filter((value) => value !== null);
  const spare = {
    text: 'none',
    number: 7,
    datetime: '2024-01-01T00:00:00Z',
    date: '2024-01-01',
    boolean: true,
  } as const;
  const other = place.kind === 'choice' ? 1 : '11111111-1111-4111-8111-111111111111';
  return [...new Set([...found, place.kind in spare ? spare[place.kind as keyof typeof spare] : other])];
}

const swapCase = (text: string): string =>
  [...text].map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('');

function compares(world: World, prefix: string, place: Place): fc.Arbitrary<Tested> {
  const path = prefix + place.path;
  const value = fc.constantFrom(...valuesOf(world, place));
  const written = (one: unknown): string => writeLiteral(place.kind, one);
  const against = (row: Json, test: (has: unknown) => boolean): Truth => {
    const has = place.get(row);
    return has === null ? null : test(has);
  };
  const compare = fc.tuple(fc.constantFrom(...Object.keys(operators)), value, fc.boolean()).map(
    ([operator, one, isMirrored]): Tested => ({
      text: isMirrored ? `${written(one)} ${operator} ${path}` : `${path} ${operator} ${written(one)}`,
      matches: (row) =>
        against(row, (has) => {
          const sign = order(place.kind, has, one);
          return operators[operator]?.(isMirrored ? -sign : sign) ?? false;
        }),
    }),
  );
  const empty = fc.boolean().map(
    (isEqual): Tested => ({
      text: `${path} ${isEqual ? 'eq' : 'ne'} null`,
      matches: (row) => (place.get(row) === null) === isEqual,
    }),
  );
  const within = fc.array(value, { minLength: 1, maxLength: 3 }).map(
    (values): Tested => ({
      text: `${path} in (${values.map(written).join(',')})`,
      matches: (row) => against(row, (has) => values.some((one) => order(place.kind, has, one) === 0)),
    }),
  );
  if (place.kind !== 'text') return fc.oneof(compare, empty, within);
  const part = fc
    .tuple(value, fc.nat(20), fc.nat(6), fc.constantFrom('', '_', '%'))
    .map(([one, from, length, wild]) => {
      const cut = [...String(one).replaceAll(/[[\]%_]/g, '')].slice(from, from + length).join('');
      return wild === '' || cut.length < 3 ? cut : cut.slice(0, 1) + wild + cut.slice(2);
    });
  const textual = fc
    .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), part, fc.boolean())
    .map(([name, found, isSwapped]): Tested => {
      const given = isSwapped ? swapCase(found) : found;
      const [before, after] = [name === 'startswith' ? '' : '%', name === 'endswith' ? '' : '%'];
      return {
        text: `${name}(${path},${written(given)})`,
        matches: (row) =>
          against(row, (has) => isLike(String(has).toUpperCase(), before + given.toUpperCase() + after)),
      };
    });
  return fc.oneof(compare, empty, within, textual);
}

function related(world: World, navigation: Collection | Many, own: string): (row: Json) => readonly Json[] {
  const [, table, how, near] = navigation;
  const rows = world.rows[table] ?? [];
  const key = shapes[table]?.key ?? '';
  if (near === undefined) return (row) => rows.filter((one) => one[how] === row[own]);
  const pairs = world.pairs[how] ?? [];
  return (row) => {
    const far = pairs.filter((pair) => pair[near === 'first' ? 0 : 1] === row[own]);
    const ids = far.map((pair) => pair[near === 'first' ? 1 : 0]);
    return rows.filter((one) => ids.includes(String(one[key])));
  };
}

function lambdas(world: World, table: string, at: { prefix: string; depth: number }): readonly fc.Arbitrary<Tested>[] {
  const shape = shapes[table];
  if (shape === undefined) throw new Error(table);
  const variable = `v${at.depth}`;
  return [...shape.collections, ...shape.many].flatMap((navigation) => {
    const of = related(world, navigation, shape.key);
    const path = at.prefix + navigation[0];
    const inner = filtersOn(world, navigation[1], { prefix: `${variable}/`, depth: at.depth - 1 });
    const some = inner.map(
      ({ text, matches }): Tested => ({
        text: `${path}/any(${variable}:${text})`,
        matches: (row) => of(row).some((one) => matches(one) === true),
      }),
    );
    const every = inner.map(
      ({ text, matches }): Tested => ({
        text: `${path}/all(${variable}:${text})`,
        matches: (row) => of(row).every((one) => matches(one) === true),
      }),
    );
    const exists = fc.constant<Tested>({ text: `${path}/any()`, matches: (row) => of(row).length > 0 });
    return [fc.oneof(some, every, exists)];
  });
}

/** Filters on a table; inside a lambda every path begins with its variable. */
export function filtersOn(world: World, table: string, at: { prefix: string; depth: number }): fc.Arbitrary<Tested> {
  const places = placesOf(world, table, at.depth > 1 ? 2 : 1);
  const leaf = fc.oneof(...places.map((place) => compares(world, at.prefix, place)));
  if (at.depth === 0) return leaf;
  const deeper = filtersOn(world, table, { ...at, depth: at.depth - 1 });
  const both = (name: 'and' | 'or', join: (a: Truth, b: Truth) => Truth): fc.Arbitrary<Tested> =>
    fc.tuple(deeper, deeper).map(([a, b]) => ({
      text: `(${a.text}) ${name} (${b.text})`,
      matches: (row) => join(a.matches(row), b.matches(row)),
    }));
  return fc.oneof(
    leaf,
    both('and', and),
    both('or', or),
    deeper.map(({ text, matches }): Tested => ({ text: `not (${text})`, matches: (row) => not(matches(row)) })),
    ...lambdas(world, table, at),
  );
}
