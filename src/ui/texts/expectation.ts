/** Texts around what we expect of this device. */
export const expectationTexts = {
  title: 'If you leave',
  hidden: 'App minimised, or another tab in front',
  locked: 'Screen locked',
  closed: 'App closed',
  whyNot: 'Why not more on this device',
  observed: 'Seen on this device',
  probing: 'What this device allows is being tried out…',
  level: { full: 'Goes on', limited: 'Limited', 'only while open': 'Only while open', none: 'Stops' },
} as const;
