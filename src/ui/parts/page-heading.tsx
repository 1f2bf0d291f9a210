import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { shellTexts } from '../texts/shell.ts';
import { Icon } from './icon.tsx';

/** The heading of a screen: names the document too, and takes the focus when the screen changes. */
export function PageHeading(props: {
  readonly title: string;
  readonly subtitle?: string;
  readonly back?: { readonly to: string; readonly label: string };
  readonly actions?: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · ${shellTexts.appName}`;
  }, [props.title]);
  // In one step with what is shown: later it would take the focus from a field that somebody is already in.
  useLayoutEffect(() => {
    if (!isFirstScreen) heading.current?.focus({ preventScroll: true });
    isFirstScreen = false;
  }, []);
  return (
    <div class="page-heading">
      {props.back !== undefined && (
        <a class="button subtle icon-only" href={props.back.to} aria-label={props.back.label}>
          <Icon name="back" class="icon directed" />
        </a>
      )}
      <div class="page-title">
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {props.title}
        </h1>
        {props.subtitle !== undefined && <p class="subtitle">{props.subtitle}</p>}
      </div>
      {props.actions !== undefined && <div class="page-actions">{props.actions}</div>}
    </div>
  );
}

/** The first screen leaves the focus where the browser put it. */
let isFirstScreen = true;
