import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import { LOG_LEVELS } from '#worker/log.ts';

/** `npm start` was told something that it cannot use. */
export class StartSettingsError extends BaseError {
  override name = 'StartSettingsError';
  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`The settings cannot be used: ${problem}`, {
      cause,
      metaMessages: ['npm start -- --help lists them.'],
      docsPath: 'configuration.md#npm-start',
    });
  }
}

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Operators that the development accounts suffice for. */
const MAXIMUM_OPERATORS = 10;

/** Every setting of the local marketplace. */
export const startSettingsSchema = z.strictObject({
  dataDirectory: z.string().min(1).default('data'),
  port: port.default(3000),
  chainPort: port.optional(),
  databasePort: port.optional(),
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  operators: z.coerce.number().int().min(1).max(MAXIMUM_OPERATORS).default(4),
  blockSeconds: z.coerce.number().int().min(1).default(1),
  fresh: flag.default(false),
  agent: flag.default(false),
  web: flag.default(true),
  task: flag.default(true),
  logLevel: z.enum(LOG_LEVELS).default('info'),
});

export type StartSettings = z.output<typeof startSettingsSchema>;

type Source = {
  /** As on the command line, without the dashes. */
  option: string;
  variable: string;
  /** What follows the option; absent: it is on or off. */
  value?: string;
  secret?: true;
  about: string;
};

/** Where each setting comes from, and what it does. */
export const START_SOURCES: Readonly<Record<keyof StartSettings, Source>> = {
  dataDirectory: {
    option: 'data',
    variable: 'ZARATHUSTRA_DATA',
    value: 'DIR',
    about: 'Everything that is kept between runs lies below it.',
  },
  port: { option: 'port', variable: 'ZARATHUSTRA_PORT', value: 'PORT', about: 'Where the web app listens.' },
  chainPort: {
    option: 'chain-port',
    variable: 'ZARATHUSTRA_CHAIN_PORT',
    value: 'PORT',
    about: 'Where the chain listens. By default the last run’s or 8545 if free, else any.',
  },
  databasePort: {
    option: 'database-port',
    variable: 'ZARATHUSTRA_DATABASE_PORT',
    value: 'PORT',
    about: 'Where the embedded Postgres listens; any free port by default.',
  },
  databaseUrl: {
    option: 'database-url',
    variable: 'DATABASE_URL',
    value: 'URL',
    secret: true,
    about: 'A Postgres of yours instead of the embedded one; its role must be allowed to create databases.',
  },
  operators: {
    option: 'operators',
    variable: 'ZARATHUSTRA_OPERATORS',
    value: 'COUNT',
    about: 'How many operators run, from 1 to 10.',
  },
  blockSeconds: {
    option: 'block-seconds',
    variable: 'ZARATHUSTRA_BLOCK_SECONDS',
    value: 'SECONDS',
    about: 'The time between two blocks.',
  },
  fresh: {
    option: 'fresh',
    variable: 'ZARATHUSTRA_FRESH',
    about: 'Removes what earlier runs kept and starts from nothing.',
  },
  agent: {
    option: 'agent',
    variable: 'ZARATHUSTRA_AGENT',
    about: 'Keeps one optimizer competing, and a task open for it.',
  },
  web: { option: 'web', variable: 'ZARATHUSTRA_WEB', about: 'Serves the web app (--no-web: it does not).' },
  task: {
    option: 'task',
    variable: 'ZARATHUSTRA_TASK',
    about: 'Publishes the x² task when there is no task yet (--no-task: it does not).',
  },
  logLevel: {
    option: 'log-level',
    variable: 'ZARATHUSTRA_LOG_LEVEL',
    value: 'LEVEL',
    about: `How much the operators log: ${LOG_LEVELS.join(', ')}.`,
  },
};

/** What `npm start` is to do. */
export type StartCommand = { run: 'help' | 'print-config' | 'start'; settings: StartSettings };

/**
 * Reads the settings: the command line over the environment over the defaults.
 *
 * @throws {StartSettingsError}
 */
export function readStartCommand(parameters: {
  arguments: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
}): StartCommand {
  const given = parseCommandLine(parameters.arguments);
  const settings: Record<string, unknown> = {};
  for (const [name, { option, variable }] of Object.entries(START_SOURCES)) {
    const text = parameters.environment[variable];
    const value = given[option] ?? (text === '' ? undefined : text);
    if (value !== undefined) settings[name] = value;
  }
  const parsed = startSettingsSchema.safeParse(settings);
  if (!parsed.success) throw new StartSettingsError({ problem: describeIssues(parsed.error) });
  const run = given['help'] ? 'help' : given['print-config'] ? 'print-config' : 'start';
  return { run, settings: parsed.data };
}

/** All settings as they are, for people; secrets are left out. */
export function printSettings(settings: StartSettings): string {
  const shown = Object.entries(START_SOURCES).map(([name, { secret }]) => {
    const value: unknown = new Map(Object.entries(settings)).get(name);
    return [name, value === undefined ? null : secret ? '(redacted)' : value];
  });
  return JSON.stringify(Object.fromEntries(shown), null, 2);
}

/** What `--help` prints. */
export function describeStartCommand(): string {
  const rows = [
    ...Object.values(START_SOURCES).map(({ option, value, variable, about }) => ({
      left: `--${option}${value ? ` ${value}` : ''}`,
      right: `${about} (${variable})`,
    })),
    { left: '--print-config', right: 'Prints all settings, without secrets, and ends.' },
    { left: '--help', right: 'Prints this, and ends.' },
  ];
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    'npm start -- [options]',
    '',
    'A marketplace on this machine: Postgres, chain, contracts, operators and web app. Ctrl-C stops it; the next start',
    'goes on from there. Each option can be given by the environment variable in brackets as well.',
    '',
    ...rows.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n');
}

function parseCommandLine(args: readonly string[]): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries([
    ...Object.values(START_SOURCES).map(
      ({ option, value }) => [option, { type: value ? ('string' as const) : ('boolean' as const) }] as const,
    ),
    ['help', { type: 'boolean' as const }] as const,
    ['print-config', { type: 'boolean' as const }] as const,
  ]);
  try {
    return parseArgs({ args: [...args], options, allowNegative: true }).values;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new StartSettingsError({ problem: `${cause.message}.` });
  }
}

function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path: [name = ''], message }) => {
      const source = new Map<PropertyKey, Source>(Object.entries(START_SOURCES)).get(name);
      // zod names what it expected, never what it got: a secret does not end up in the message.
      return source ? `--${source.option} (${source.variable}): ${message}` : `${String(name)}: ${message}`;
    })
    .join('; ');
}
