import { iconPaths } from './icon-paths.generated.ts';

export type IconName = keyof typeof iconPaths;

/** Decoration only: what it means stands in text beside it or in the label of its button. */
export function Icon(props: { readonly name: IconName; readonly class?: string }) {
  return (
    <svg class={props.class ?? 'icon'} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={iconPaths[props.name]} />
    </svg>
  );
}
