/** Texts about unsent changes in a file. */
export const escrowTexts = {
  title: 'Unsent changes as a file',
  about:
    'A file takes changes that are not sent yet to another device, or over a new installation. It is a copy: your changes stay here too and go on being sent.',
  nothing: 'Nothing of yours waits to be sent in this environment, so there is nothing to save.',
  save: 'Save unsent changes to a file',
  import: 'Import a file',
  choose: 'File with unsent changes',
  what: escrowWhat,
  offer: (count: string, isOne: boolean) =>
    `To send ${isOne ? 'it' : 'them'} from another device, take ${isOne ? 'it' : 'them'} along in a file: ${escrowWhat(count, isOne)}`,
  shared: (file: string) => `Handed to the share sheet as ${file}.txt.`,
  downloaded: (file: string) =>
    `The browser was given ${file} as a download; whether it kept it, it does not say. Look for it before you rely on it.`,
  cancelled: 'You closed the share sheet: no file was saved.',
  copy: 'It is a copy: the changes stay on this device too.',
  saveFailed: (words: string) => `No file was saved. ${words}.`,
  rescueTitle: 'Your unsent changes',
  rescue:
    'What you changed and was not sent may still be readable. Save it to a file: you can import it here later, or on another device.',
  rescueNothing: 'No unsent change was found in the database on this device.',
  rescueUnreadable: (count: string, isOne: boolean) =>
    `${count} more ${isOne ? 'change' : 'changes'} could not be read and ${isOne ? 'is' : 'are'} not in the file; ${isOne ? 'it stays' : 'they stay'} in the database.`,

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

/** What the file is. */
function escrowWhat(count: string, isOne: boolean): string {
  return `${count} ${isOne ? 'change' : 'changes'}, not encrypted; whoever has the file can read ${isOne ? 'it' : 'them'}.`;
}
