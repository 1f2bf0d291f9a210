import { describeError, type ErrorDescription } from './describe-error.ts';
import { requestScope } from './request-scope.ts';

type LogFields = Readonly<Record<string, string | number>>;

/**
 * `error` only if somebody must look, `info` for a change of state, `request` where it is switched on. `event` is a
 * fixed text and fields are never people's data: no name, token, row value, query text, or address of a peer.
 */
export type Log = {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, error: unknown) => void;
  /** The service cannot start; `reason` tells the person what to do. */
  readonly failed: (reason: string) => void;
  readonly request: (fields: LogFields) => void;
};

export type LogOutput = { readonly write: (text: string) => unknown };

function lineOf(event: string, fields: LogFields): string {
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${value}`);
  return `${event}${pairs.join('')}\n`;
}

function linesOf({ name, code, message, about, frames = [], cause }: ErrorDescription): readonly string[] {
  const head = [name, code, message, about].filter((part) => part !== undefined).join(' · ');
  const below = cause === undefined ? [] : linesOf(cause).map((line, at) => (at === 0 ? `  caused by ${line}` : line));
  return [head, ...frames.map((frame) => `    at ${frame}`), ...below];
}

/** For a person at a terminal. */
export function createReadableLog(out: LogOutput, problems: LogOutput): Log {
  return {
    info: (event, fields = {}) => void out.write(`Landfall: ${lineOf(event, fields)}`),
    failed: (reason) => void problems.write(`Landfall cannot start. ${reason}\n`),
    request: (fields) => void out.write(lineOf('request', fields)),
    error(event, error) {
      const request = requestScope.getStore();
      const of = request === undefined ? '' : ` (request ${request.id})`;
      problems.write(`${event}${of}: ${linesOf(describeError(error)).join('\n')}\n`);
    },
  };
}
