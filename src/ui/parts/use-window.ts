import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { mostRows, type WindowRange, windowRange } from '../view-model/window-range.ts';

/** Rows rendered above and below what is visible. */
const overscan = 6;

export interface Window {
  readonly range: WindowRange;
  readonly firstVisible: number;
  readonly heightPx: number;
}

/** The part of a long list of equally high rows that a scrolling element shows. */
export function useWindow(scroller: RefObject<HTMLElement | null>, rowPx: number, total: number): Window {
  const [seen, setSeen] = useState({ scrollPx: 0, heightPx: 600 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => setSeen({ scrollPx: element.scrollTop, heightPx: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  // Rows that came or went may have moved the scroll position without a scroll event yet.
  useLayoutEffect(() => {
    const scrollPx = scroller.current?.scrollTop ?? 0;
    if (scrollPx !== seen.scrollPx) setSeen({ ...seen, scrollPx });
  });
  const rows = Math.min(total, mostRows(rowPx));
  return {
    range: windowRange({ ...seen, rowPx, total: rows, overscan }),
    firstVisible: Math.floor(seen.scrollPx / rowPx),
    heightPx: rows * rowPx,
  };
}
