import type { Account, Environment } from '../../src/core/session.ts';
import { equal } from './assert.ts';
import { type CaseFor, freshName, type OpenDirectory } from './contract.ts';

const environment: Environment = { id: 'e', name: 'Demo', url: 'http://localhost/api/', dialect: 'dataverse' };

function account(person: string): Account {
  return { database: `db-${person}`, environment, person: { id: person, name: person.toUpperCase() } };
}

const open4: Environment = { id: 'o', name: 'Open', url: 'http://localhost/o/', dialect: 'odata-v4', signIn: 'none' };

/** What every `Directory` does. */
export const directoryContract: readonly CaseFor<OpenDirectory>[] = [
  {
    name: 'accounts are kept by database, saved again they are replaced',
    run: async (open) => {
      const name = freshName();
      const directory = open(name);
      equal(await directory.accounts(), [], 'before');
      await directory.saveAccount(account('a'));
      await directory.saveAccount(account('b'));
      const renamed = { ...account('a'), person: { id: 'a', name: 'Anna' } };
      await directory.saveAccount(renamed);
      equal(await open(name).accounts(), [renamed, account('b')], 'in another context');
    },
  },
  {
    name: 'the current account is one that is known, or nobody',
    run: async (open) => {
      const directory = open(freshName());
      equal(await directory.current(), null, 'before');
      await directory.saveAccount(account('a'));
      equal(await directory.current(), null, 'saving an account does not make it current');
      await directory.setCurrent('db-a');
      equal(await directory.current(), account('a'), 'set');
      await directory.setCurrent('db-unknown');
      equal(await directory.current(), null, 'unknown');
      await directory.setCurrent('db-a');
      await directory.setCurrent(null);
      equal(await directory.current(), null, 'signed out');
      equal(await directory.accounts(), [account('a')], 'the account stays');
    },
  },
  {
    name: 'environments are replaced as a whole and keep their order',
    run: async (open) => {
      const directory = open(freshName());
      equal(await directory.environments(), [], 'before');
      const other = { ...environment, id: 'a' };
      await directory.saveEnvironments([environment, other, open4]);
      equal(await directory.environments(), [environment, other, open4], 'three');
      await directory.saveEnvironments([other]);
      equal(await directory.environments(), [other], 'one');
    },
  },
];
