import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandGroup, CommandRefused } from '../../../server/admin/command.ts';
import { runInService } from '../../../server/admin/control-client.ts';
import { type ControlServer, listenForCommands } from '../../../server/admin/control-server.ts';
import { localCaller } from '../../../server/admin/local-caller.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { demoTables } from '../../../server/demo/tables/demo-tables.ts';
import { openService, type TestService } from '../service-fixture.ts';
import { fakeCaller } from './fake-caller.ts';

/** What a command can do with its caller, each as a command. */
const groups: readonly CommandGroup[] = [
  {
    name: 'try',
    summary: 'Tries:',
    commands: [
      {
        place: 'database',
        words: ['try', 'everything'],
        summary: 'Does everything.',
        operands: ['IN', 'OUT'],
        options: {},
        async run({ database, caller }, args) {
          const file = await caller.createFile(args.operand('OUT'));
          for await (const chunk of caller.readFile(args.operand('IN'))) await file.write(chunk);
          for await (const chunk of caller.readStdin()) await file.write(chunk);
          await file.finish();
          caller.note(`typed ${await caller.askPassword('Password')}`);
          const [row] = await database.query('select count(*)::int as people from systemuser');
          caller.print(`${row?.people} people, naïve ✓`);
        },
      },
      {
        place: 'database',
        words: ['try', 'refuse'],
        summary: 'Refuses.',
        operands: [],
        options: {},
        run: () => Promise.reject(new CommandRefused('Not today: come tomorrow.')),
      },
      {
        place: 'database',
        words: ['try', 'fail'],
        summary: 'Has a bug.',
        operands: [],
        options: {},
        run: () => Promise.reject(new Error('a bug\nwith a second line')),
      },
      {
        place: 'stopped',
        words: ['try', 'alone'],
        summary: 'Needs the service stopped.',
        operands: [],
        options: {},
        run: async () => {},
      },
    ],
  },
];

let service: TestService;
let folder: string;
let server: ControlServer;
const errors: unknown[] = [];
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  await migrate(service.database, demoTables);
});
afterAll(() => service.close());
beforeEach(async () => {
  errors.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'landfall-data-'));
  const { database } = service;
  const reportError = (error: unknown) => void errors.push(error);
  const now = Date.now;
  server = await listenForCommands({ dataFolder: folder, groups, database, tables: demoTables, now, reportError });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a command that runs in the service', () => {
  it('reads files and stdin of its caller, makes files there, asks and prints there', async () => {
    const caller = fakeCaller({ files: { in: 'from the file, ' }, stdin: 'from stdin', passwords: ['hunter2'] });
    expect(await runInService(folder, ['try', 'everything', 'in', 'out'], caller)).toBe(0);
    expect(caller.files.get('out')).toBe('from the file, from stdin');
    expect([caller.prompts, caller.noted]).toEqual([['Password'], ['typed hunter2']]);
    expect(caller.printed).toEqual(['4 people, naïve ✓']);
    const without = fakeCaller();
    expect(await runInService(folder, ['try', 'everything', 'in', 'out'], without)).toBe(1);
    expect(without.noted).toEqual(['in: there is no such file or folder.']);
    expect([without.files.size, errors]).toEqual([0, []]);
  });

  it('that is refused, misused or fails is one line and an exit code; only a bug is reported in the service', async () => {
    const said = async (...argv: readonly string[]) => {
      const caller = fakeCaller();
      const code = await runInService(folder, argv, caller);
      expect(caller.printed).toEqual([]);
      return [code, ...caller.noted];
    };
    expect(await said('try', 'refuse')).toEqual([1, 'Not today: come tomorrow.']);
    expect(await said('try', 'alone')).toEqual([1, '"landfall try alone" needs the service stopped: stop it first.']);
    expect(await said('try', 'harder')).toEqual([2, expect.stringContaining('There is no command "try harder"')]);
    expect(errors).toEqual([]);
    expect(await said('try', 'fail')).toEqual([1, 'The command failed: a bug']);
    expect(errors).toHaveLength(1);
  });

  it('listens in a folder that only its user may enter, and takes over the socket of a killed service', async () => {
    const control = join(folder, 'control');
    expect(statSync(control).mode & 0o777).toBe(0o700);
    expect(statSync(join(control, 'socket')).mode & 0o777).toBe(0o600);
    await server.close();
    expect(existsSync(join(control, 'socket'))).toBe(false);
    expect(await runInService(folder, ['try', 'refuse'], fakeCaller())).toBe(null);
    writeFileSync(join(control, 'socket'), '');
    chmodSync(control, 0o755);
    const { database } = service;
    const reportError = (error: unknown) => void errors.push(error);
    server = await listenForCommands({
      dataFolder: folder,
      groups,
      database,
      tables: demoTables,
      now: Date.now,
      reportError,
    });
    expect(statSync(control).mode & 0o777).toBe(0o700);
    expect(await runInService(folder, ['try', 'refuse'], fakeCaller())).toBe(1);
  });

  it('does not outlive garbage on the socket, nor a caller that goes away while it is asked', async () => {
    const path = join(folder, 'control', 'socket');
    for (const line of ['garbage\n', '{}\n', 'null\n', '{"kind":"start","version":1,"argv":[1]}\n']) {
      const socket = connect(path);
      socket.on('error', () => {});
      const ended = new Promise((resolve) => socket.on('close', resolve));
      socket.write(line);
      await ended;
    }
    const start = { kind: 'start', version: 1, argv: ['try', 'everything', 'in', 'out'] };
    const socket = connect(path);
    const asked = new Promise((resolve) => socket.once('data', resolve));
    const gone = new Promise((resolve) => socket.on('close', resolve));
    socket.write(`${JSON.stringify(start)}\n`);
    await asked;
    socket.destroy();
    await gone;
    expect(await runInService(folder, ['try', 'refuse'], fakeCaller())).toBe(1);
    await server.close();
    expect(errors).toEqual([]);
  });

  it('tells a command of another version to start the service again', async () => {
    const socket = connect(join(folder, 'control', 'socket'));
    let said = '';
    socket.on('data', (data) => {
      said += data;
    });
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.write(`${JSON.stringify({ kind: 'start', version: 99, argv: ['try', 'refuse'] })}\n`);
    await ended;
    expect(said).toContain('another version of Landfall');
    expect(said).toContain('"code":1');
  });
});

describe('files of the caller', () => {
  it('appear when they are whole, and never replace one', async () => {
    const path = join(folder, 'out.txt');
    const file = await localCaller.createFile(path);
    await file.write(Buffer.from('one '));
    await file.write(Buffer.from('two'));
    expect(existsSync(path)).toBe(false);
    await file.finish();
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('one two');
    await expect(localCaller.createFile(path)).rejects.toThrow(/out\.txt exists already: give another name/);
    const broken = await localCaller.createFile(`${path}2`);
    await broken.write(Buffer.from('half'));
    await broken.discard();
    expect([existsSync(`${path}2`), existsSync(`${path}2.part`)]).toEqual([false, false]);
  });

  it('that cannot be read are refused with their name', async () => {
    const read = async (path: string) => {
      for await (const _ of localCaller.readFile(path));
    };
    await expect(read(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv: there is no such file or folder\.$/);
    await expect(read(folder)).rejects.toThrow(/: it is a folder\.$/);
    await expect(localCaller.createFile(join(folder, 'no', 'where'))).rejects.toThrow(CommandRefused);
  });
});
