/** One sentence that the next screen says first: what happened on the one that was left. */
let waiting: string | null = null;

export function leaveFlash(text: string): void {
  waiting = text;
}

export function takeFlash(): string | null {
  const text = waiting;
  waiting = null;
  return text;
}
