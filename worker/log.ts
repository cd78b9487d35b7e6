import { type Logger, pino, stdSerializers } from 'pino';
import { BaseError } from '#protocol/errors/base.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of JSON an event on standard output; identifiers as decimal strings, durations in `…Ms`. */
export function createLog(parameters: { level: LogLevel; operator: string }): Logger {
  const { level, operator } = parameters;
  return pino({
    level,
    base: { operator },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }), log: printIntegers },
    serializers: { error: printError, err: printError },
  });
}

/** Our own errors say all there is to say; others come with their stack. */
function printError(error: unknown): unknown {
  if (error instanceof BaseError) return { name: error.name, message: error.message };
  return error instanceof Error ? stdSerializers.err(error) : error;
}

/** JSON has no integers beyond 2^53, and submission ids are. */
function printIntegers(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  );
}
