/** Texts about what would tell if this device's data were deleted. */
export const canaryTexts = {
  title: 'If the browser deletes the data on this device',
  cannotKnow:
    'Landfall would not notice: what serves this app keeps no record of devices. Changes that had not been sent would be gone without a word.',
  notAsked: 'The service has not answered yet what it knows of your devices. Until it does, Landfall cannot know.',
  kept: (time: string, unsent: string) => `The service last heard from this device at ${time}: ${unsent}.`,
  keptNothing: 'nothing waited to be sent',
  keptSome: (count: string, isOne: boolean) => `${count} ${isOne ? 'change' : 'changes'} waited`,
  keptMore:
    'If this browser deletes the data, you are told when you come back. If you clear its cookies too, Landfall cannot know which device was this one: the service then still lists the last report of each.',
  others: 'Your other devices with changes that have not arrived',
  othersMore: 'One of them may be this browser, before its data and cookies were cleared.',
  noOthers: 'None of your other devices has told the service of changes that wait there.',
  other: (count: string, isOne: boolean, time: string) =>
    `${count} ${isOne ? 'change' : 'changes'} not arrived, last heard from at ${time}`,
} as const;
