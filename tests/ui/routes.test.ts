import { expect, it } from 'vitest';
import { formPath, listPath, matchRoute, newRowPath, routes } from '../../src/ui/routes.ts';

it('every path of the app leads to its screen', () => {
  expect(matchRoute('/').screen).toBe('home');
  expect(matchRoute('/sync/').screen).toBe('sync');
  expect(matchRoute(listPath('account'))).toEqual({ screen: 'list', params: { table: 'account' } });
  expect(matchRoute(newRowPath('account')).screen).toBe('new row');
  expect(matchRoute(formPath('a/b', 'k%(1)'))).toEqual({ screen: 'form', params: { table: 'a/b', key: 'k%(1)' } });
});

it('anything else is not found, also what no address can be read from', () => {
  expect(matchRoute('/x/y/z/w').screen).toBe('not found');
  expect(matchRoute('/t/%E0%A4%A').screen).toBe('list');
  expect(routes.at(-1)?.path).toBe('*');
});
