import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readIdentity } from '../../../server/database/migrate.ts';
import { createSeal, type Seal } from '../../../server/identity/seal.ts';
import { sampleData } from '../sample-data.ts';
import {
  type Answered,
  base,
  dataPath,
  type Json,
  openService,
  rowsOf,
  type SignedIn,
  type TestService,
} from '../service-fixture.ts';
import { expectSane, runsOf, seed, unlimited } from './fuzz-run.ts';

type Link = { readonly table: string; readonly question: string; readonly option: string; readonly token: string };

const names = ['gwen', 'rita', 'dave', 'basil', 'sam'] as const;
let service: TestService;
let people: readonly SignedIn[];
let links: readonly Link[];
let seal: Seal;

const questions = [
  'accounts?$select=name',
  'accounts?$orderby=name desc',
  "accounts?$filter=contains(name,'a')",
  'contacts?$orderby=birthdate,fullname',
  'annotations?$select=subject',
  'territories?$select=name',
];

function toLink(question: string, address: unknown): Link {
  const [, option = '', token = ''] = /[?&](\$skiptoken|\$deltatoken)=([\w.-]+)$/.exec(String(address)) ?? [];
  return { table: question.split('?')[0] ?? '', question, option, token };
}

beforeAll(async () => {
  service = await openService({ data: sampleData, protection: unlimited });
  people = await Promise.all(names.map(service.as));
  seal = createSeal(
    (
      (key) => () =>
        key
    )((await readIdentity(service.database)).signingKey),
  );
  const [gwen] = people;
  const made: Link[] = [];
  for (const question of questions) {
    const portion = await gwen?.get(question, { prefer: 'odata.maxpagesize=1' });
    made.push(toLink(question, portion?.body['@odata.nextLink']));
    if (/\$(filter|orderby)/.test(question)) continue;
    const first = await gwen?.get(question, { prefer: 'odata.track-changes,odata.maxpagesize=1' });
    const all = await gwen?.get(question, { prefer: 'odata.track-changes' });
    made.push(toLink(question, first?.body['@odata.nextLink']), toLink(question, all?.body['@odata.deltaLink']));
  }
  links = made.filter(({ token }) => token !== '');
  expect(links.length).toBeGreaterThan(10);
});
afterAll(() => service.close());

const at = (below: number): fc.Arbitrary<number> => fc.nat(10_000).map((number) => number % below);
const linkAt = fc.nat(1_000).map((number) => links[number % links.length] as Link);

type Damage = {
  readonly kind: 'flip' | 'cut' | 'swap' | 'insert' | 'repeat';
  readonly where: number;
  readonly text: string;
};
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'swap', 'insert', 'repeat'),
  where: fc.nat(10_000),
  text: fc.string({ minLength: 1, maxLength: 4 }),
});

/** `other` is another text of the same kind, whose signature is right for what it says. */
function damaged(token: string, { kind, where, text }: Damage, other: string): string {
  const place = where % token.length;
  switch (kind) {
    case 'flip':
      return (
        token.slice(0, place) +
        String.fromCharCode(token.charCodeAt(place) ^ (1 << (where % 6))) +
        token.slice(place + 1)
      );
    case 'cut':
      return token.slice(0, place);
    case 'swap':
      return `${token.split('.')[0]}.${other.split('.')[1]}`;
    case 'insert':
      return token.slice(0, place) + text + token.slice(place);
    case 'repeat':
      return `${token}.${token}`;
  }
}

const follow = (
  person: SignedIn | undefined,
  question: string,
  [option, token]: readonly [string, string],
): Promise<Answered> => {
  if (person === undefined) throw new Error('nobody');
  return person.get(`${question}&${option}=${encodeURIComponent(token)}`);
};

it(`§2.2 §2.3 an altered link is refused by 400 or 410 (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(linkAt, linkAt, damage, async (link, other, how) => {
      const token = damaged(link.token, how, other.token);
      fc.pre(token !== link.token);
      const answered = await follow(people[0], link.question, [link.option, token]);
      expectSane(service, answered, 'GET');
      // An empty one is one that is not given: no continuation, and that question's own beginning.
      expect([400, 410]).toContain(answered.status);
    }),
    runsOf(500),
  );
});

it(`a link opens for its own question and purpose only (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(linkAt, linkAt, fc.constantFrom('$skiptoken', '$deltatoken'), async (link, other, option) => {
      const answered = await follow(people[0], other.question, [option, link.token]);
      expectSane(service, answered, 'GET');
      const isOwn = link.question === other.question && option === link.option;
      expect(isOwn ? [200] : [400, 410]).toContain(answered.status);
    }),
    runsOf(250),
  );
});

const idsOf = (rows: readonly Json[]): readonly unknown[] =>
  rows.map((row) => row.accountid ?? row.contactid ?? row.annotationid ?? row.territoryid);

it(`another person's link shows its reader nothing that the reader may not see; read again it says the same (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(linkAt, at(names.length), async (link, who) => {
      const person = people[who];
      const answered = await follow(person, link.question, [link.option, link.token]);
      expectSane(service, answered, 'GET');
      const position = link.token.split('.')[0] ?? '';
      const isTracked = !Buffer.from(position, 'base64url').toString().includes('"plain"');
      const isGlobal = names[who] === 'gwen' || names[who] === 'rita' || link.table === 'territories';
      if (isTracked && !isGlobal) {
        expect(answered.status).toBe(403);
        return;
      }
      const own = await person?.get(link.table);
      const seen = new Set(idsOf(rowsOf(own as Answered)));
      for (const id of idsOf(rowsOf(answered))) expect(seen).toContain(id);
      const again = await follow(person, link.question, [link.option, link.token]);
      expect(rowsOf(again)).toEqual(rowsOf(answered));
    }),
    runsOf(100),
  );
});

async function whoAmI(token: string): Promise<number> {
  const response = await service.app.request(`${base}${dataPath}/WhoAmI`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.text();
  return response.status;
}

it(`an altered bearer token, or a link as one, lets nobody in (seed ${seed})`, async () => {
  const anyToken = fc.oneof(
    at(names.length).map((who) => people[who]?.token ?? ''),
    linkAt.map(({ token }) => token),
  );
  await fc.assert(
    fc.asyncProperty(at(names.length), anyToken, damage, async (who, other, how) => {
      const token = people[who]?.token ?? '';
      const broken = damaged(token, how, other).replaceAll(/[^\x20-\x7e]/g, '?');
      fc.pre(broken.trim() !== token);
      expect(await whoAmI(broken)).toBe(401);
      expect(service.errors).toEqual([]);
    }),
    runsOf(400),
  );
  for (const { token } of links) expect(await whoAmI(token)).toBe(401);
  for (const { token } of people) expect(await whoAmI(token)).toBe(200);
});

const cell = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.constantFrom(
    'a\u0000',
    'NaN',
    'infinity',
    '1:1:',
    '10:20:12',
    '00000000-0000-0000-0000-000000000000',
    '99999999999999999999',
    [],
    {},
  ),
);
const position = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  fc.record({ kind: fc.constant('plain'), after: fc.array(cell, { maxLength: 4 }) }, { requiredKeys: ['kind'] }),
  fc.record(
    {
      kind: fc.constantFrom('initial', 'since', 'delta'),
      snapshot: cell,
      after: cell,
      since: cell,
      until: cell,
      phase: fc.constantFrom('rows', 'removals', 1),
      xid: cell,
    },
    { requiredKeys: ['kind'] },
  ),
);

it(`content that is rightly sealed and of another shape is not trusted (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(linkAt, position, fc.constantFrom('whole', 'position', 'issuedMs'), async (link, odd, part) => {
      const purpose = link.option === '$skiptoken' ? 'next' : 'delta';
      const content = seal.open(purpose, link.token) as Json;
      const token = seal.close(purpose, part === 'whole' ? (odd ?? null) : { ...content, [part]: odd });
      const answered = await follow(people[0], link.question, [link.option, token]);
      expectSane(service, answered, 'GET');
      expect([200, 400, 410]).toContain(answered.status);
      if (part === 'whole') expect(answered.status).toBe(410);
    }),
    runsOf(400),
  );
});

it(`nor is a bearer token of another shape (seed ${seed})`, async () => {
  const [gwen] = people;
  const content = seal.open('token', gwen?.token ?? '') as Json;
  const shape = fc.oneof(
    fc.anything({ maxDepth: 2 }).filter((value) => value !== undefined),
    fc
      .tuple(fc.constantFrom('person', 'generation', 'issuedAtMs', 'expiresAtMs'), cell)
      .map(([name, value]) => ({ ...content, [name]: value })),
  );
  await fc.assert(
    fc.asyncProperty(shape, async (odd) => {
      const status = await whoAmI(seal.close('token', odd ?? null));
      expect(service.errors).toEqual([]);
      expect([200, 401]).toContain(status);
      const isOpen = typeof odd === 'object' && odd !== null && 'person' in odd && odd.person === content.person;
      if (!isOpen) expect(status).toBe(401);
    }),
    runsOf(200),
  );
});
