/** Texts of the frame around all screens. */
export const shellTexts = {
  appName: 'Landfall',
  skip: 'Skip to content',
  mainNavigation: 'Tables and sync',
  home: 'Home',
  sync: 'Sync',
  account: (person: string, environment: string) => `${person}, ${environment}`,
  opening: 'Opening the database on this device…',
  openingScreen: 'Opening…',
  screenNotLoaded: 'This screen could not be loaded.',
  screenNotLoadedMore:
    'It is not on this device, and no answer came for it. What was kept on this device is still there.',
  signedOut: 'Sending and receiving wait for you to sign in again.',
  signedOutMore: 'Reading and editing go on; what you change is kept on this device.',
  signInAgain: 'Sign in again',
  updateReady: 'A new version is ready.',
  updateMore:
    'All open windows of Landfall load it. What is in the outbox stays, and half-filled forms are kept as drafts.',
  update: 'Update now',
  workerTooOld: 'The background part of Landfall is of an older version.',
  workerTooOldMore:
    'It leaves your data, which this version has used, as it is: while no page of Landfall is open, nothing is sent until it is updated.',
  pageOnly: 'Landfall works only while it is open here.',
  pageOnlyMore: 'What that means',
  unreadable: (count: number) =>
    count === 1
      ? 'One part of your data on this device cannot be read.'
      : `${count} parts of your data on this device cannot be read.`,
  unreadableMore: 'Nothing of it was deleted, and the rest works. Tell whoever looks after Landfall what it is:',
  breakdownTitle: 'Landfall had to stop',
  breakdownMore: 'Nothing that was kept on this device is deleted by this.',
  reload: 'Reload',
  notFoundTitle: 'There is no such screen',
  notFound: (path: string) => `Nothing is at ${path}.`,
  toHome: 'Go to the home screen',
  tableUnknown: (name: string) => `This device knows no table named ${name}.`,
} as const;
