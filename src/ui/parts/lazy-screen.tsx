import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { shellTexts } from '../texts/shell.ts';
import { MessageBar } from './message-bar.tsx';

export interface LazyScreen<Props> {
  readonly Screen: ComponentType<Props>;
  /** Fetches the code ahead of time. */
  preload(): void;
}

/** A screen whose code is in a file of its own: it comes after the first screen, and like that one without a network. */
export function lazyScreen<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyScreen<Props> {
  let Loaded: ComponentType<Props> | null = null;
  const fetchCode = async () => {
    Loaded ??= await load();
  };
  const Screen = (props: Props) => {
    const [state, setState] = useState<'loading' | 'here' | 'failed'>('loading');
    useEffect(() => {
      let isOver = false;
      const say = (next: 'here' | 'failed') => !isOver && setState(next);
      fetchCode().then(
        () => say('here'),
        () => say('failed'),
      );
      return () => {
        isOver = true;
      };
    }, []);
    if (Loaded !== null) return <Loaded {...props} />;
    if (state === 'failed') return <NotLoaded />;
    return <p class="screen quiet">{shellTexts.openingScreen}</p>;
  };
  // Where fetching ahead fails, the screen tries again when it is wanted, and says so if it fails then.
  return { Screen, preload: () => void fetchCode().catch(() => null) };
}

function NotLoaded() {
  const reload = (
    <button class="button" type="button" onClick={() => location.reload()}>
      {shellTexts.reload}
    </button>
  );
  return (
    <div class="screen narrow">
      <MessageBar tone="danger" isNews title={shellTexts.screenNotLoaded} actions={reload}>
        {shellTexts.screenNotLoadedMore}
      </MessageBar>
    </div>
  );
}
