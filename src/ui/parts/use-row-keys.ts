import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Arrow keys, Home and End move the focus from row to row, also to rows that are not in the document yet. */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  rowPx: number,
  total: number,
): (event: KeyboardEvent) => void {
  const wanted = useRef<number | null>(null);

  useEffect(() => {
    if (wanted.current !== null && focusRow(scroller.current, wanted.current)) wanted.current = null;
  });

  return (event) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['index'] : undefined;
    const element = scroller.current;
    if (from === undefined || element === null) return;
    const to = target(event.key, Number(from), total);
    if (to === null) return;
    event.preventDefault();
    const head = element.querySelector<HTMLElement>('.list-head')?.offsetHeight ?? 0;
    const topPx = to * rowPx;
    if (topPx < element.scrollTop) element.scrollTop = topPx;
    else if (topPx + rowPx + head > element.scrollTop + element.clientHeight) {
      element.scrollTop = topPx + rowPx + head - element.clientHeight;
    }
    if (!focusRow(element, to)) wanted.current = to;
  };
}

function target(key: string, from: number, total: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, total - 1);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}

function focusRow(scroller: HTMLElement | null, index: number): boolean {
  const link = scroller?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  link?.focus({ preventScroll: true });
  return link !== null && link !== undefined;
}
