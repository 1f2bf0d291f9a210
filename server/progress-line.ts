import type { Progress } from './demo/fill.ts';

/** One line that counts up on a terminal; a few lines where output is a file. */
export function progressLine(out: { readonly isTTY?: boolean; write(text: string): unknown }): Progress {
  let lastQuarter = 0;
  return (done, total) => {
    const text = `Filling the demo data: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`;
    if (out.isTTY === true) {
      out.write(`\r${text}${done === total ? '\n' : ''}`);
      return;
    }
    const quarter = Math.floor((4 * done) / total);
    if (quarter > lastQuarter) out.write(`${text}\n`);
    lastQuarter = quarter;
  };
}
