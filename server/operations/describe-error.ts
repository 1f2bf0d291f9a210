import { DatabaseUnavailable, sqlState } from '../database/database.ts';
import { StartFailure } from '../start-failure.ts';

/**
 * What may be written down of an error. No message of the language or of a driver: "Unexpected token 'M', "Müller" is
 * not valid JSON" and PostgreSQL's `detail` show what people typed. What is left finds the place: class, code, names of
 * the database's own things, and the frames.
 */
export type ErrorDescription = {
  readonly name: string;
  /** SQLSTATE, or Node's code such as ECONNREFUSED. */
  readonly code?: string;
  /** Of errors whose every message is ours. */
  readonly message?: string;
  /** Constraint, table, column and routine, where PostgreSQL names them. */
  readonly about?: string;
  readonly frames?: readonly string[];
  readonly cause?: ErrorDescription;
};

const deepest = 3;
const mostFrames = 12;
const isName = (value: unknown): value is string => typeof value === 'string' && /^[\w.$-]{1,80}$/.test(value);

function fieldOf(error: object, name: string): string | null {
  const value = new Map<string, unknown>(Object.entries(error)).get(name);
  return isName(value) ? value : null;
}

/** Frames only: a message may have lines that look like some. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const at = message === '' ? 0 : stack.indexOf(message);
  if (at < 0) return [];
  const lines = stack.slice(at + message.length).split('\n');
  // Ours: those of a driver, of PGlite's machine code and of Node are always the same.
  const frames = lines.filter((line) => /^ {4}at [^"']*$/.test(line) && !/node_modules|wasm:|node:/.test(line));
  return frames.slice(0, mostFrames).map((line) => line.trim().slice(3));
}

function messageOf(error: Error): string | null {
  if (error instanceof StartFailure) return error.message;
  return error instanceof DatabaseUnavailable ? `the database is ${error.kind}` : null;
}

export function describeError(error: unknown, depth = 1): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = sqlState(error) ?? fieldOf(error, 'code');
  const message = messageOf(error);
  const named = ['constraint', 'table', 'column', 'routine'].flatMap((name) => {
    const value = fieldOf(error, name);
    return value === null ? [] : [`${name} ${value}`];
  });
  const frames = framesOf(error);
  return {
    name: isName(error.name) ? error.name : 'Error',
    ...(code === null ? {} : { code }),
    ...(message === null ? {} : { message }),
    ...(named.length === 0 ? {} : { about: named.join(', ') }),
    ...(frames.length === 0 ? {} : { frames }),
    ...(error.cause instanceof Error && depth < deepest ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
