import { signal } from '@preact/signals';

/*
 * The address bar as a signal. A half-filled form must be able to hold a person back, also when they use the browser's
 * Back button, which only history positions of our own make possible (docs/decisions/0005-own-router.md).
 */

/** Asked before the screen is left; false holds the person here. */
type Guard = (leave: () => void) => boolean;

const current = signal(location.pathname);
let guard: Guard | null = null;
let position = readPosition();

function readPosition(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'position' in state && typeof state.position === 'number'
    ? state.position
    : 0;
}

/** The path that is shown. */
export const path = current;

/** Goes to a path of the app, unless the screen holds the person back. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  const go = () => {
    guard = null;
    if (how === 'push') position += 1;
    history[how === 'push' ? 'pushState' : 'replaceState']({ position }, '', to);
    current.value = location.pathname;
    scrollTo(0, 0);
  };
  if (guard === null || guard(go)) go();
}

/** Puts a guard on leaving the screen that is shown; call what is returned to take it off. */
export function guardLeaving(next: Guard): () => void {
  guard = next;
  return () => {
    if (guard === next) guard = null;
  };
}

/** Lets links and the browser's own buttons move within the app. */
export function startRouter(): () => void {
  current.value = location.pathname;
  history.replaceState({ position }, '', location.href);
  addEventListener('click', followLink);
  addEventListener('popstate', followHistory);
  return () => {
    removeEventListener('click', followLink);
    removeEventListener('popstate', followHistory);
  };
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
    return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (link === undefined || link.origin !== location.origin || link.target !== '' || link.hasAttribute('download'))
    return;
  if (link.hash !== '' && link.pathname === location.pathname) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}

function followHistory(): void {
  const arrived = readPosition();
  if (location.pathname === current.value) return;
  const target = location.pathname + location.search;
  const show = () => {
    guard = null;
    position = arrived;
    current.value = location.pathname;
  };
  const leave = () => navigate(target);
  if (guard === null || guard(leave)) show();
  // Held back: undo what the browser did.
  else history.go(position - arrived);
}
