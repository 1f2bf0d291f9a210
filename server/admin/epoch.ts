import { renewEpoch, writeNewKey } from '../database/migrate.ts';
import type { CommandGroup } from './command.ts';

export const epoch: CommandGroup = {
  name: 'epoch',
  summary: 'After a restore by other means than "landfall restore":',
  commands: [
    {
      place: 'database',
      words: ['epoch', 'renew'],
      summary: 'Voids every delta and next link, so that devices read everything anew.',
      details: [
        'Needed after pg_restore, point-in-time recovery, a copied data folder or the return to a snapshot of a disk:',
        'links and ETags given out since would otherwise be taken for valid. Services that run follow at once.',
      ],
      operands: [],
      options: { 'sign-out': { kind: 'flag', about: 'and a new signing key: everybody signs in anew' } },
      async run({ database, caller }, args) {
        await database.tx(async (tx) => {
          await renewEpoch(tx);
          if (args.flag('sign-out')) await writeNewKey(tx);
        });
        caller.print('A new epoch: every device reads everything anew.');
      },
    },
  ],
};
