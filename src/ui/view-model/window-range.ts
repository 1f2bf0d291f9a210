/** Which rows of a long list stand in the window. */
export interface WindowRange {
  readonly from: number;
  readonly count: number;
}

/** Heights of a row in a list: one line on a desk, two on a phone. */
export const deskRowPx = 44;
export const phoneRowPx = 68;

/** Firefox clamps at 17.8 million pixels: `nscoord_MAX` is 2^30 - 1 sixtieths of a pixel (Gecko, gfx/src/nsCoord.h). */
const tallestListPx = 17_000_000;

export function windowRange(input: {
  readonly scrollPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly total: number;
  readonly overscan: number;
}): WindowRange {
  const first = Math.floor(Math.max(0, input.scrollPx) / input.rowPx);
  const visible = Math.ceil(input.heightPx / input.rowPx) + 1;
  const from = Math.max(0, Math.min(first - input.overscan, input.total - visible - input.overscan));
  const to = Math.min(input.total, first + visible + input.overscan);
  return { from, count: Math.max(0, to - from) };
}

/** How many rows such a list can hold. */
export function mostRows(rowPx: number): number {
  return Math.floor(tallestListPx / rowPx);
}
