import { useEffect, useRef, useState } from 'preact/hooks';
import type { SearchHit } from '../../core/view.ts';
import { useServices } from '../services-context.ts';

const typingMs = 120;
const mostHits = 20;

export interface LookupSearch {
  /** Null while nothing was asked for. */
  readonly hits: readonly SearchHit[] | null;
  readonly isSearching: boolean;
  search(text: string): void;
  forget(): void;
}

/** Rows by name, as they are typed; an answer that comes too late is left alone. */
export function useLookupSearch(tables: readonly string[]): LookupSearch {
  const { line } = useServices();
  const [hits, setHits] = useState<readonly SearchHit[] | null>(null);
  const [isSearching, setSearching] = useState(false);
  const newest = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = async (text: string, number: number) => {
    const found = await line.value?.call('search', { text, tables, limit: mostHits }).catch(() => []);
    if (number !== newest.current) return;
    setHits(found ?? []);
    setSearching(false);
  };
  return {
    hits,
    isSearching,
    search: (text) => {
      newest.current += 1;
      const number = newest.current;
      clearTimeout(timer.current);
      setSearching(true);
      timer.current = setTimeout(() => void ask(text.trim(), number), typingMs);
    },
    forget: () => {
      newest.current += 1;
      clearTimeout(timer.current);
      setSearching(false);
      setHits(null);
    },
  };
}
