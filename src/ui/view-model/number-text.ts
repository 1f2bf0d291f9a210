export function countText(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

export function percentText(fraction: number, locale: string): string {
  // Never 100 % before it is: rounding up would claim an end that has not come.
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(Math.floor(Math.min(fraction, 1) * 100) / 100);
}

export function bytesText(bytes: number, locale: string): string {
  const format = (value: number, unit: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(
      value,
    );
  if (bytes < 1000) return format(bytes, 'byte', 0);
  if (bytes < 1_000_000) return format(bytes / 1000, 'kilobyte', 0);
  return format(bytes / 1_000_000, 'megabyte', 1);
}
