import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseCommand } from '../../../server/admin/command.ts';
import { commandGroups } from '../../../server/admin/command-groups.ts';
import { parseCommand } from '../../../server/admin/parse-command.ts';
import { runGuarded } from '../../../server/admin/run-command.ts';
import { demoTables } from '../../../server/demo/tables/demo-tables.ts';
import { errorOf, openService, readAll, rowsOf, type TestService } from '../service-fixture.ts';
import { type FakeCaller, fakeCaller } from './fake-caller.ts';

let service: TestService;
beforeAll(async () => {
  service = await openService({ scale: 0.005 });
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

type Ran = Pick<FakeCaller, 'printed' | 'noted' | 'prompts'> & { readonly code: number };

async function landfall(words: string, given: Parameters<typeof fakeCaller>[0] = {}): Promise<Ran> {
  const caller = fakeCaller(given);
  const run = async () => {
    const argv = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const parsed = parseCommand(commandGroups, argv);
    if (parsed.kind === 'help') throw new Error(parsed.lines.join('\n'));
    const command = parsed.command as DatabaseCommand;
    const { database } = service;
    await command.run({ database, tables: demoTables, caller, now: Date.now }, parsed.args);
  };
  const code = await runGuarded({ caller, run, reportError: (error) => expect.fail(String(error)) });
  return { code, printed: caller.printed, noted: caller.noted, prompts: caller.prompts };
}

async function done(words: string, given: Parameters<typeof fakeCaller>[0] = {}): Promise<readonly string[]> {
  const { code, printed, noted } = await landfall(words, given);
  expect([code, noted]).toEqual([0, []]);
  return printed;
}

async function refused(words: string, given: Parameters<typeof fakeCaller>[0] = {}): Promise<string> {
  const { code, printed, noted } = await landfall(words, given);
  expect([code, printed]).toEqual([1, []]);
  expect(noted).toHaveLength(1);
  return noted[0] ?? '';
}

/** Adds a person with the password that the fixture signs in with. */
const addPerson = (name: string, options = '') =>
  done(`people add ${name} ${options} --password-stdin`, { stdin: `${name}-landfall\n` });

describe('a new person', () => {
  it('is added with a typed password, and does what the role lets them', async () => {
    const typed = { passwords: ['anna-landfall', 'anna-landfall'] };
    expect(await done('people add Anna --full-name "Anna Admin" --role "system administrator"', typed)).toEqual([
      'anna may sign in.',
    ]);
    const anna = await service.as('anna');
    expect(rowsOf(await anna.get('accounts')).length).toBeGreaterThan(5);
    expect((await anna.send('POST', 'accounts', { body: { name: 'x' } })).status).toBe(204);
    expect(await done('people list')).toContainEqual(
      expect.stringMatching(/^anna +Anna Admin +Organisation +System Administrator$/),
    );
  });

  it('without a role signs in, and is told what is missing by the command and by the service', async () => {
    expect(await addPerson('bruno')).toEqual(['bruno may sign in, and may do nothing yet: give a role.']);
    const bruno = await service.as('bruno');
    expect(errorOf(await bruno.get('accounts'))).toMatchObject({ status: 403, code: '0x80040220' });
  });

  it('is refused with a name that is taken or unfit, or a business unit or role that is not there', async () => {
    expect(await refused('people add DANA')).toBe(
      'There is a person who signs in as "dana" already. Choose another name.',
    );
    expect(await refused('people add "two words"')).toContain('has no spaces');
    expect(await refused('people add cleo --unit East')).toContain(
      'no business unit called "East". "landfall units list"',
    );
    expect(await refused('people add cleo --role Boss')).toContain('no role called "Boss". "landfall roles list"');
    expect((await landfall('people add')).code).toBe(2);
  });

  it.each([
    ['short', 'at least 12 characters'],
    ['aaaaaaaaaaaaaaa', 'the same few characters'],
    ['cleo-the-great', null],
    ['cleocleocleo', 'not the name'],
    ['x'.repeat(201), 'at most 200'],
    ['twelve letters\nand a line', 'is one line'],
  ])('with the password %j: %s', async (stdin, refusal) => {
    const { code, noted } = await landfall('people add cleo --password-stdin', { stdin: `${stdin}\n` });
    if (refusal === null) expect(code).toBe(0);
    else expect([code, noted[0]]).toEqual([1, expect.stringContaining(refusal)]);
    await service.database.query("delete from systemuser where domainname = 'cleo'");
  });

  it('is not added when the two typed passwords differ, when there is no terminal, or when stdin floods', async () => {
    const differing = { passwords: ['one long password', 'another password'] };
    expect(await refused('people add cleo', differing)).toContain('not the same');
    expect(await refused('people add cleo')).toBe('there is no terminal');
    expect(await refused('people add cleo --password-stdin', { stdin: 'x'.repeat(10_000) })).toContain('too long');
    expect(await done('people list')).not.toContainEqual(expect.stringContaining('cleo'));
  });
});

describe('sessions', () => {
  it('end at once when the person is disabled, stay ended, and the person cannot sign in until enabled', async () => {
    await addPerson('dirk', '--role Reader');
    const dirk = await service.as('dirk');
    expect((await dirk.get('accounts')).status).toBe(200);
    await done('people disable dirk');
    expect(errorOf(await dirk.get('accounts'))).toMatchObject({ status: 401 });
    expect((await service.as('dirk')).token).toBe('undefined');
    expect(await done('people list')).toContainEqual(expect.stringMatching(/^dirk .*disabled$/));
    expect(await done('people enable dirk')).toEqual(['dirk may sign in.']);
    expect((await dirk.get('accounts')).status).toBe(401);
    expect((await (await service.as('dirk')).get('accounts')).status).toBe(200);
  });

  it('end on every instance', async () => {
    await addPerson('ines', '--role Reader');
    const other = await openService({ database: service.database });
    const ines = await other.as('ines');
    expect((await ines.get('accounts')).status).toBe(200);
    await done('people disable ines');
    expect((await ines.get('accounts')).status).toBe(401);
    await done('people enable ines');
    const again = await other.as('ines');
    await done('roles unassign Reader ines');
    expect((await again.get('accounts')).status).toBe(403);
  });

  it('end when the password is set anew, also those begun with the same password', async () => {
    await addPerson('emil', '--role Reader');
    const emil = await service.as('emil');
    expect(await done('people password emil --password-stdin', { stdin: 'emil-landfall' })).toEqual([
      'emil has a new password, and has to sign in again everywhere.',
    ]);
    expect((await emil.get('accounts')).status).toBe(401);
    expect((await (await service.as('emil')).get('accounts')).status).toBe(200);
    await done('people password emil', { passwords: ['quite another one', 'quite another one'] });
    expect((await service.as('emil')).token).toBe('undefined');
    expect(await refused('people password nobody')).toContain('no person who signs in as "nobody"');
  });
});

describe('rows of a person', () => {
  it('go to somebody else when the person is disabled and that is asked for', async () => {
    await addPerson('finn', '--role Technician');
    await addPerson('gina', '--role Technician --unit South');
    const finn = await service.as('finn');
    for (const name of ['one', 'two']) await finn.send('POST', 'accounts', { body: { name } });
    expect(await refused('people disable finn --assign-to finn')).toContain('takes somebody else');
    expect((await finn.get('accounts')).status).toBe(200);
    expect(await done('people disable finn --assign-to gina')).toEqual(['finn is disabled; 2 rows given to gina.']);
    const gina = await service.as('gina');
    expect(rowsOf(await gina.get('accounts?$orderby=name')).map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('follow to another business unit, and are news for delta links', async () => {
    await addPerson('hugo', '--role Technician --unit North');
    await done('roles add "North eye"');
    await done('roles grant "North eye" --table account --privilege read --depth unit');
    await addPerson('iris', '--unit North --role "North eye"');
    const hugo = await service.as('hugo');
    const iris = await service.as('iris');
    const dana = await service.as('dana');
    await hugo.send('POST', 'accounts', { body: { name: "hugo's" } });
    const mine = async () => rowsOf(await iris.get('accounts')).filter(({ name }) => name === "hugo's").length;
    expect(await mine()).toBe(1);
    const { deltaLink } = await readAll(dana, 'accounts', { prefer: 'odata.track-changes' });
    expect(await done('people move hugo south')).toEqual(['hugo is in South now, with 1 row.']);
    expect(await mine()).toBe(0);
    expect(rowsOf(await hugo.get('accounts'))).toHaveLength(1);
    expect(rowsOf(await dana.get(String(deltaLink))).map(({ name }) => name)).toEqual(["hugo's"]);
  });
});

describe('teams and business units', () => {
  it('are added, joined and left, and what a team may do its members may', async () => {
    await done('units add East');
    await done('units add "Far East" --parent east');
    const units = await done('units list');
    expect(units.slice(0, 3)).toEqual([
      expect.stringMatching(/^Organisation {2}\(\d+ people\)$/),
      '  East  (0 people)',
      '    Far East  (0 people)',
    ]);
    expect(await done('teams add Scouts --unit East')).toEqual([
      'The team Scouts is there, without members and roles.',
    ]);
    await addPerson('jana');
    await done('roles assign Reader Scouts --team');
    const jana = await service.as('jana');
    expect((await jana.get('accounts')).status).toBe(403);
    await done('teams join scouts jana');
    await done('teams join scouts jana');
    expect((await jana.get('accounts')).status).toBe(200);
    expect(await done('teams list')).toContainEqual(expect.stringMatching(/^Scouts +East +jana +Reader$/));
    await done('teams leave scouts jana');
    expect((await jana.get('accounts')).status).toBe(403);
    expect(await refused('teams leave scouts jana')).toBe('jana is no member of Scouts.');
    expect(await refused('teams join nobody jana')).toContain('no team called "nobody"');
    expect(await refused('teams add scouts')).toContain('already');
    expect(await refused('units add EAST')).toContain('already');
    expect(await refused('units add ""')).toContain('1 to 160 characters');
  });
});

describe('roles', () => {
  it('grant and revoke by words or by the words of Dataverse, and are shown with both', async () => {
    await done('roles add Keeper');
    expect(await done('roles grant keeper --table accounts --privilege read,Write --depth parent')).toEqual([
      'Keeper may read, write account: parent (Deep).',
    ]);
    await done('roles grant keeper --table all --privilege read --depth basic');
    expect(await done('roles list keeper')).toEqual([
      'table    privilege  depth   in Dataverse',
      '*        read       user    Basic',
      'account  read       parent  Deep',
      'account  write      parent  Deep',
    ]);
    await addPerson('kurt');
    await done('roles assign keeper kurt');
    expect(await done('roles list')).toContainEqual(expect.stringMatching(/^Keeper +kurt$/));
    const kurt = await service.as('kurt');
    expect((await kurt.get('contacts')).status).toBe(200);
    const { printed, noted } = await landfall('roles revoke keeper --table account --privilege all');
    expect([printed, noted]).toEqual([['Keeper has 2 grants less.'], ['Keeper still holds 1 of them for all tables.']]);
    expect((await kurt.get('accounts')).status).toBe(200);
    await done('roles revoke keeper --table * --privilege read');
    expect((await kurt.get('accounts')).status).toBe(403);
    await done('roles unassign keeper kurt');
    expect(await refused('roles unassign keeper kurt')).toBe('kurt does not hold Keeper.');
  });

  it('refuse what is no table, privilege or depth, and leave the administrator whole', async () => {
    expect(await refused('roles grant Reader --table acount --privilege read --depth user')).toMatch(
      /^There is no table "acount"\. There are account, contact.*; or all\.$/,
    );
    expect(await refused('roles grant Reader --table systemuser --privilege write --depth user')).toMatch(
      /^Users are read/,
    );
    expect(await refused('roles grant "System Administrator" --table account --privilege read --depth user')).toContain(
      'grants everything, always',
    );
    expect(await refused('roles revoke "System Administrator" --table all --privilege all')).toContain('always');
    for (const words of [
      'roles grant Reader --table account --privilege look --depth user',
      'roles grant Reader --table account --privilege read --depth far',
      'roles grant Reader --table account --privilege read',
      'roles grant Reader',
    ]) {
      expect((await landfall(words)).code).toBe(2);
    }
  });
});

it('every command that changes something changes nothing when it is refused', async () => {
  const read = async () => {
    const tables = [
      'systemuser',
      'team',
      'businessunit',
      'landfall_role',
      'landfall_role_assignment',
      'teammembership',
    ];
    const parts = tables.map((table) => `(select json_agg(t order by t::text)::text from ${table} t) as ${table}`);
    return service.database.query(`select ${parts.join(', ')}`);
  };
  const before = await read();
  for (const words of [
    'people disable dana --assign-to nobody',
    'people move dana Nowhere',
    'teams add Team --unit Nowhere',
    'teams join Scouts nobody',
    'roles assign Nothing dana',
    'roles assign Reader Nobodies --team',
    'units add Unit --parent Nowhere',
  ]) {
    await refused(words);
  }
  expect(await read()).toEqual(before);
});
