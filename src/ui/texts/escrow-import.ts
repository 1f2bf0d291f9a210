/** Texts about unsent changes that come from a file. Apart from those that the first screen says. */
export const escrowImportTexts = {
  import: 'Import a file',
  choose: 'File with unsent changes',

  previewTitle: 'Import these changes?',
  written: (time: string) => `The file was written at ${time}.`,
  fromHere: 'It was written on this device.',
  counts: (table: string, count: string) => `${table}: ${count}`,
  alreadyHere: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'is' : 'are'} in the outbox of this device already and ${isOne ? 'is' : 'are'} passed over.`,
  alreadyDelivered: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'was' : 'were'} delivered by this device already and ${isOne ? 'is' : 'are'} passed over.`,
  conflicts: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'is' : 'are'} in conflict and ${isOne ? 'waits' : 'wait'} for your decision here.`,
  parked: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'was' : 'were'} refused by the service and ${isOne ? 'waits' : 'wait'} for your decision here.`,
  creates: (count: string, isOne: boolean) =>
    isOne
      ? '1 is a new row: it is looked for at the service first. Where it is not there, you are asked.'
      : `${count} are new rows: they are looked for at the service first. Where one is not there, you are asked.`,
  once: 'What the other device has sent already, or still sends, is not done a second time: each change is compared with its row first.',
  nothingNew: 'There is nothing new for this device in the file.',
  doImport: (count: string, isOne: boolean) => `Import ${count} ${isOne ? 'change' : 'changes'}`,
  notNow: 'Not now',
  close: 'Close',
  imported: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'change was' : 'changes were'} imported into the outbox of this device.`,
  importedNothing: 'Nothing was imported: every change of the file is known here.',
  importFailed: (words: string) => `Nothing was imported: ${words}. Try again.`,
  refusedTitle: 'Nothing was imported.',
  problem: {
    unknown:
      'This is not a file of unsent changes from Landfall. Choose the file whose name begins with landfall-unsent.',
    short: 'The file is cut short: its end is missing. Copy it again from where it was saved, or save it anew.',
    edited:
      'The file was changed after Landfall wrote it, so it is not safe to use. Take the original, or save it anew on the device it comes from.',
    version: (version: string) =>
      `The file is of version ${version}, which this Landfall does not know. Update Landfall on this device, then import it again.`,
    environment: (name: string, url: string) =>
      `The file is for ${name} at ${url}. Sign in to that environment and import it there.`,
    person: (name: string) => `The file is ${name}'s. Only ${name} can import it, after signing in here.`,
  },

  askTitle: 'New rows from a file',
  ask: (count: string, isOne: boolean) =>
    isOne
      ? '1 new row from a file is not at the service: either it never arrived, or someone deleted it since. Create it?'
      : `${count} new rows from a file are not at the service: either they never arrived, or someone deleted them since. Create them?`,
  askHint:
    'If the device that the file comes from still works, let that one send first: then nothing has to be guessed. One by one you decide in the outbox.',
  createAll: (count: string, isOne: boolean) => (isOne ? 'Create it' : `Create all ${count}`),
  dropAll: (count: string, isOne: boolean) => (isOne ? 'Drop it' : `Drop all ${count}`),
  dropTitle: (count: string, isOne: boolean) => (isOne ? 'Drop 1 new row?' : `Drop ${count} new rows?`),
  dropText:
    'What was entered in them is deleted from the outbox of this device and is not sent. The file keeps its copy.',
  keep: 'Keep them',
  decideFailed: 'This device could not do that for all of them. What is left is still here.',
} as const;
