/** Texts of the sign-in screen. */
export const signInTexts = {
  title: 'Sign in',
  titleAgain: 'Sign in again',
  tagline: 'Your tables, where the network comes and goes.',
  environment: 'Environment',
  noEnvironments:
    'This app knows no environment yet. It asks its own address for them; check that the network is there and reload.',
  name: 'Name',
  password: 'Password',
  submit: 'Sign in',
  busy: 'Signing in…',
  titleOpen: 'Open an environment',
  open: 'Open',
  opening: 'Opening…',
  asksNobody: (environment: string) =>
    `${environment} asks nobody who they are: whoever uses this browser sees the same rows and sends as the same.`,
  missingName: 'Enter your name.',
  missingPassword: 'Enter your password.',
  broke: (words: string) => `The sign-in broke off: ${words}; try again.`,
  staysTitle: 'What stays on this device',
  stays: [
    'The rows you may read, in a database of this browser that belongs to you and this environment.',
    'Every change you make, until the service has applied it or you drop it.',
  ],
  staysToken: 'A token that stands for your sign-in, until you sign out. Your password is not kept.',
  again: (person: string) =>
    `Sending and receiving wait for ${person} to sign in. Nothing on this device is lost by that.`,
  back: 'Back to the app',
} as const;
