import { pino } from 'pino';
import { describeError } from './describe-error.ts';
import type { Log, LogOutput } from './log.ts';
import { requestScope } from './request-scope.ts';

/** One JSON object a line: `time`, `level`, `event`, and what belongs to the event. */
export function createJsonLog(out: LogOutput): Log {
  const logger = pino(
    {
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line: string) => void out.write(line) },
  );
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    failed: (reason) => logger.error({ reason }, 'cannot start'),
    request: (fields) => logger.info(fields, 'request'),
    error(event, error) {
      const request = requestScope.getStore();
      logger.error({ ...(request === undefined ? {} : { request: request.id }), error: describeError(error) }, event);
    },
  };
}
