const installedModes = ['standalone', 'minimal-ui', 'fullscreen', 'window-controls-overlay', 'tabbed'] as const;

interface HomeScreenNavigator extends Navigator {
  /** Safari's own: true in an app opened from the Home Screen. */
  readonly standalone?: boolean;
}

/**
 * Whether this window is an installed app's. A union, because an installed app on iOS may say `fullscreen` where its
 * manifest says `standalone` (webkit 264218). Firefox never tells.
 */
export function isStandalone(): boolean {
  const home: HomeScreenNavigator = navigator;
  return home.standalone === true || installedModes.some((mode) => matchMedia(`(display-mode: ${mode})`).matches);
}
