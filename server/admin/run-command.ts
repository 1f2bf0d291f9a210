import { failureReason } from '../failure-reason.ts';
import { Refused } from '../odata/service-error.ts';
import { type CommandCaller, CommandMisused, CommandRefused } from './command.ts';

/** 0: done. 1: refused or failed. 2: no such command or option. */
type ExitCode = 0 | 1 | 2;

/** What a thrown thing means to the person who typed the command; null: not meant for a person. */
function refusalOf(error: unknown): { readonly message: string; readonly code: ExitCode } | null {
  if (error instanceof CommandMisused) return { message: error.message, code: 2 };
  if (error instanceof CommandRefused || error instanceof Refused) return { message: error.message, code: 1 };
  const reason = failureReason(error);
  return reason === null ? null : { message: reason, code: 1 };
}

type Guarded = {
  readonly caller: CommandCaller;
  readonly run: () => Promise<void>;
  readonly reportError: (error: unknown) => void;
};

/** Runs to an exit code: whatever is thrown becomes one line for the caller. */
export async function runGuarded({ caller, run, reportError }: Guarded): Promise<ExitCode> {
  try {
    await run();
    return 0;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) reportError(error);
    const failure = error instanceof Error ? error.message.split('\n')[0] : String(error);
    caller.note(refusal?.message ?? `The command failed: ${failure}`);
    return refusal?.code ?? 1;
  }
}
