import type { Preferences } from './prefer.ts';

/** Tells which preferences a read has kept, besides those named. */
export function preferenceApplied(
  { maxPageSize, annotations }: Pick<Preferences, 'maxPageSize' | 'annotations'>,
  others: readonly string[] = [],
): Readonly<Record<string, string>> {
  const applied = [
    ...others,
    ...(maxPageSize === null ? [] : [`odata.maxpagesize=${maxPageSize}`]),
    ...(annotations === null ? [] : [`odata.include-annotations="${annotations.text}"`]),
  ];
  return applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') };
}
