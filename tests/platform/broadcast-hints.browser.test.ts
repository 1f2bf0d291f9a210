import { expect, test } from 'vitest';
import { createBroadcastHints } from '../../src/platform/browser/both/broadcast-hints.ts';

test('a hint reaches the others of the same database, not the sender and not another database', async () => {
  const [sender, other, stranger] = ['a', 'a', 'b'].map((name) => createBroadcastHints(`landfall:test:${name}`));
  if (!sender || !other || !stranger) throw new Error('three were made');
  const heard: string[] = [];
  sender.listen(() => heard.push('sender'));
  stranger.listen(() => heard.push('stranger'));
  const stop = other.listen(() => heard.push('other'));
  sender.send();
  await expect.poll(() => heard).toEqual(['other']);
  stop();
  const last = new Promise<void>((resolve) => {
    other.listen(resolve);
  });
  sender.send();
  await last;
  expect(heard).toEqual(['other']);
  for (const hints of [sender, other, stranger]) hints.close();
});
