import { describe, expect, it } from 'vitest';
import { parseEnvironments } from '../../src/auth/environments.ts';
import { parseProfile } from '../../src/auth/parse-profile.ts';

describe('the profile of an environment', () => {
  it('is read as it stands in /config.json', () => {
    const profile = {
      tables: [
        { name: 'msdyn_workorder', columns: ['msdyn_name'], filter: 'statecode eq 0', everyMinutes: 15 },
        { name: 'account' },
      ],
      otherTables: 'all',
    };
    const environment = { id: 'a', name: 'A', url: '/', dialect: 'dataverse' };
    const read = parseEnvironments({ environments: [{ ...environment, profile }] }, 'https://app.example');
    expect(read.ok && read.environments[0]?.profile).toEqual({
      kind: 'tables',
      otherTables: 'all',
      tables: [
        { name: 'msdyn_workorder', columns: ['msdyn_name'], filter: 'statecode eq 0', intervalMs: 15 * 60_000 },
        { name: 'account', columns: 'all', filter: null, intervalMs: null },
      ],
    });
    const wrong = parseEnvironments({ environments: [{ ...environment, profile: {} }] }, 'https://app.example');
    expect(!wrong.ok && wrong.sentence).toContain('entry 1: its profile has no list of tables');
  });

  it.each([
    [{}, 'no list of tables'],
    [{ tables: [] }, 'no list of tables'],
    [{ tables: [{ name: 'a' }], table: 1 }, '"table", which is not known'],
    [{ tables: [{ name: 'a' }], otherTables: 'some' }, 'otherTables'],
    [{ tables: [{}] }, 'table 1 of its profile has no name'],
    [{ tables: [{ name: 'a', rows: 'x' }] }, '(a) has "rows", which is not known'],
    [{ tables: [{ name: 'a' }, { name: 'a' }] }, 'names a twice'],
    [{ tables: [{ name: 'a', columns: 'name' }] }, 'columns'],
    [{ tables: [{ name: 'a', filter: ' ' }] }, 'filter'],
    [{ tables: [{ name: 'a', everyMinutes: 4 }] }, 'everyMinutes'],
    [{ tables: [{ name: 'a', everyMinutes: 1441 }] }, 'everyMinutes'],
  ])('is refused with a reason: %j', (profile, reason) => {
    expect(parseProfile(profile)).toContain(reason);
  });
});
