import type { PrivilegeType } from '../../../server/identity/privileges.ts';
import type { OwnerName, UnitName } from '../sample-people.ts';

/**
 * What everybody may do, said a second time and in another way than the service does it: nothing here comes from
 * server/ but the names of privileges.
 */
export type Table = 'account' | 'contact' | 'annotation' | 'salesorder' | 'territory';
type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';
type Held = Partial<Record<PrivilegeType, Depth>>;
/** The unit that depths count from, whose rows are near, and what is held for a table. */
type Reach = { readonly unit: UnitName; readonly near: readonly string[]; readonly held: (table: Table) => Held };

const every = (depth: Depth): Held => ({
  Create: depth,
  Read: depth,
  Write: depth,
  Delete: depth,
  Append: depth,
  AppendTo: depth,
  Assign: depth,
});
const always = (unit: UnitName, near: readonly string[], held: Held): Reach => ({ unit, near, held: () => held });
const blind: Held = { ...every('Global') };
delete blind.Read;
const mixed: Held = {
  Read: 'Global',
  Write: 'Local',
  Delete: 'Basic',
  Assign: 'Deep',
  Append: 'Global',
  AppendTo: 'Local',
};

export const reach = {
  gwen: always('root', ['gwen'], every('Global')),
  rita: always('root', ['rita'], { Read: 'Global' }),
  ed: always('root', ['ed'], { Create: 'Global', Read: 'Global', Write: 'Global', Delete: 'Global' }),
  nemo: always('root', ['nemo'], {}),
  dave: always('north', ['dave'], every('Deep')),
  lola: always('north', ['lola'], every('Local')),
  basil: always('north', ['basil'], every('Basic')),
  /** Through the team crew. */
  tia: always('north', ['tia', 'crew'], every('Basic')),
  nora: always('west', ['nora'], every('Basic')),
  sam: always('south', ['sam'], every('Basic')),
  /** Sees her unit, and may do nothing else. */
  peek: always('south', ['peek'], { Read: 'Local' }),
  /** May do everything but see. */
  wanda: always('root', ['wanda'], blind),
  mix: always('north', ['mix'], mixed),
  /** Is in west, and holds a role of depth Local through a team in south. */
  tess: always('south', ['tess', 'patrol'], every('Local')),
  /** Knows one table. */
  solo: { unit: 'north', near: ['solo'], held: (table) => (table === 'account' ? every('Local') : {}) },
} as const satisfies Readonly<Record<string, Reach>>;
export type MatrixName = keyof typeof reach;
export const matrixNames = Object.keys(reach) as readonly MatrixName[];

const below: Readonly<Record<UnitName, readonly UnitName[]>> = {
  root: ['root', 'north', 'west', 'south'],
  north: ['north', 'west'],
  west: ['west'],
  south: ['south'],
};
const unitOf: Readonly<Record<string, UnitName>> = {
  gwen: 'root',
  dave: 'north',
  lola: 'north',
  basil: 'north',
  crew: 'north',
  nora: 'west',
  sam: 'south',
};

export type Row = { readonly table: Table; readonly owner: OwnerName; readonly at: number };

export function holds(name: MatrixName, type: PrivilegeType, table: Table): boolean {
  return reach[name].held(table)[type] !== undefined;
}

export function may(name: MatrixName, type: PrivilegeType, { table, owner }: Pick<Row, 'table' | 'owner'>): boolean {
  const { unit, near, held } = reach[name] as Reach;
  const depth = held(table)[type];
  if (depth === undefined) return false;
  if (table === 'territory' || depth === 'Global' || near.includes(owner)) return true;
  const lies = unitOf[owner] ?? 'root';
  return depth === 'Local' ? lies === unit : depth === 'Deep' && below[unit].includes(lies);
}
