/** Texts about unsent changes that go into a file. */
export const escrowTexts = {
  title: 'Unsent changes as a file',
  about:
    'A file takes changes that are not sent yet to another device, or over a new installation. It is a copy: your changes stay here too and go on being sent.',
  nothing: 'Nothing of yours waits to be sent in this environment, so there is nothing to save.',
  save: 'Save unsent changes to a file',
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
} as const;

/** What the file is. */
function escrowWhat(count: string, isOne: boolean): string {
  return `${count} ${isOne ? 'change' : 'changes'}, not encrypted; whoever has the file can read ${isOne ? 'it' : 'them'}.`;
}
