import { readFile } from 'node:fs/promises';
import { type Hex, isHex } from 'viem';
import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';
import { deploymentSchema } from '#protocol/deployment.ts';
import { decryptAccountKey, decryptBlsKey } from './keys/keystore.ts';
import { LOG_LEVELS } from './log.ts';
import { ROLES, SIGNING_ROLES } from './roles.ts';

/** The settings are missing, malformed, or contradict each other. */
export class ConfigurationError extends BaseError {
  override name = 'ConfigurationError';
  constructor({ problem, source, cause }: { problem: string; source: string; cause?: unknown }) {
    super(`The settings in ${source} cannot be used: ${problem}.`, {
      cause,
      docsPath: 'operators.md#settings',
    });
  }
}

const secret = z.custom<Hex>(
  (value) => typeof value === 'string' && isHex(value) && value.length === 66,
  'not 32 bytes as 0x-prefixed hex',
);
const byteCount = z.number().int().positive();

const LEAST_TOKEN_CHARACTERS = 16;
const LOOPBACK_HOSTS = ['127.0.0.1', '::1', 'localhost'];

/** Every setting of a node. */
export const configurationSchema = z
  .strictObject({
    /** What the process does; all roles by default. */
    roles: z
      .array(z.enum(ROLES))
      .min(1)
      .default([...ROLES]),
    /** Tried in this order. */
    rpcUrls: z.array(z.url()).min(1),
    /** The contracts, as in `deployments/<chainId>.json`. */
    deployment: deploymentSchema,
    /** Postgres, of this operator alone. */
    databaseUrl: z.string().min(1),
    /** Where the content store is, of this operator alone. */
    dataDirectory: z.string().min(1),
    /** The account that stakes, claims and posts. Needed by the signing roles. */
    accountKey: secret.optional(),
    /** The BLS12-381 secret key. Needed by the signing roles. */
    blsKey: secret.optional(),
    http: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        /** 0: any free one. */
        port: z.number().int().min(0).max(65_535).default(4001),
      })
      .prefault({}),
    /** Where `/task/execute` and `/task/validate` listen; nowhere without a port. */
    internal: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        /** 0: any free one. */
        port: z.number().int().min(0).max(65_535).optional(),
        /** What callers must show; needed where other machines can reach the host. */
        token: z.string().min(LEAST_TOKEN_CHARACTERS).optional(),
      })
      .prefault({}),
    /**
     * Whether addresses that operators and owners named may be in private networks; by default only on a local
     * chain.
     */
    privateAddresses: z.enum(['allow', 'refuse']).optional(),
    /** Blocks that must be mined, the seed block included, before its seed is used. */
    confirmations: z.number().int().min(1).default(1),
    /** Blocks between one operator's turn to post a verdict and the next one's. */
    aggregatorDelayBlocks: z.number().int().min(1).default(3),
    /** The age of a seed block from which its seed is fixed on the chain: less than its contracts know hashes back. */
    fixSeedAfterBlocks: z.number().int().min(1).default(4_096),
    /** How often the chain is asked for new blocks. */
    pollingIntervalMs: z.number().int().min(20).default(200),
    evaluator: z
      .strictObject({
        /** Evaluations at once. */
        slots: z.number().int().min(1).default(1),
        /** What one evaluation may allocate. */
        memoryBytes: byteCount.default(2 * 1024 ** 3),
      })
      .prefault({}),
    transactions: z
      .strictObject({
        /** One that is not mined for so long is sent again with higher fees. */
        bumpAfterSeconds: z.number().positive().default(30),
        /** Fees are not raised above it; without it there is no limit. */
        maximumFeePerGasGwei: z.number().positive().optional(),
      })
      .prefault({}),
    uploads: z
      .strictObject({
        /** Of one content for a task to come. */
        maximumBundleBytes: byteCount.default(64 * 1024 ** 2),
        /** Of all contents of one account that no task points to yet. */
        maximumBundleBytesPerAccount: byteCount.default(256 * 1024 ** 2),
        /** How long such content waits for its task. */
        bundleRetentionHours: z.number().positive().default(24),
      })
      .prefault({}),
    logLevel: z.enum(LOG_LEVELS).default('info'),
  })
  .superRefine((value, context) => {
    const { host, port, token } = value.internal;
    if (port !== undefined && token === undefined && !LOOPBACK_HOSTS.includes(host)) {
      const message = 'needed, since other machines can reach the host';
      context.addIssue({ code: 'custom', path: ['internal', 'token'], message });
    }
    const signing = value.roles.filter((role) => SIGNING_ROLES.includes(role));
    for (const key of ['accountKey', 'blsKey'] as const) {
      if (signing.length > 0 && value[key] === undefined) {
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `needed by the roles ${signing.join(', ')}`,
        });
      }
    }
  });

export type NodeConfiguration = z.output<typeof configurationSchema>;
export type NodeConfigurationInput = z.input<typeof configurationSchema>;

/** Settings that may be given as a path to a file with the value. */
const FILE_SETTINGS = {
  accountKeyFile: 'accountKey',
  blsKeyFile: 'blsKey',
  keystorePasswordFile: 'keystorePassword',
} as const;

/** Keys that may be given as an encrypted file. */
const KEYSTORE_SETTINGS = {
  accountKeystore: { setting: 'accountKey', decrypt: decryptAccountKey },
  blsKeystore: { setting: 'blsKey', decrypt: decryptBlsKey },
} as const;

const ENVIRONMENT_PREFIX = 'ZARATHUSTRA_';

/**
 * Reads the settings: the JSON file first, if one is named, then the environment over it. Secrets may be given as
 * files (`accountKeyFile`, `blsKeyFile`), encrypted ones too (`accountKeystore`, `blsKeystore`), the deployment as a
 * path.
 *
 * @throws {ConfigurationError | KeystoreError}
 */
export async function readConfiguration(parameters: {
  path: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
}): Promise<NodeConfiguration> {
  const { path, environment } = parameters;
  const source = path ?? 'the environment';
  const settings: Record<string, unknown> = path === undefined ? {} : await readJsonObject(path);
  for (const [name, read] of Object.entries(ENVIRONMENT_SETTINGS)) {
    const text = environment[`${ENVIRONMENT_PREFIX}${name}`];
    if (text !== undefined && text !== '') read(settings, text);
  }
  for (const [fileSetting, setting] of Object.entries(FILE_SETTINGS)) {
    const file = settings[fileSetting];
    delete settings[fileSetting];
    if (typeof file === 'string') settings[setting] = (await readText(file)).trim();
  }
  await openKeystores(settings, source);
  if (typeof settings.deployment === 'string')
    settings.deployment = await readJsonObject(settings.deployment);
  return parseConfiguration(settings, source);
}

/** Puts the keys of the keystores in their places; the password is no setting of the node itself. */
async function openKeystores(settings: Record<string, unknown>, source: string): Promise<void> {
  const { keystorePassword: password } = settings;
  delete settings.keystorePassword;
  for (const [keystore, { setting, decrypt }] of Object.entries(KEYSTORE_SETTINGS)) {
    const file = settings[keystore];
    delete settings[keystore];
    if (typeof file !== 'string') continue;
    if (typeof password !== 'string') {
      throw new ConfigurationError({ problem: `"${keystore}" needs "keystorePasswordFile"`, source });
    }
    if (settings[setting] !== undefined) {
      throw new ConfigurationError({ problem: `"${keystore}" and "${setting}" are both given`, source });
    }
    settings[setting] = await decrypt({ json: await readText(file), password });
  }
}

/** Parses settings that are at hand already. @throws {ConfigurationError} */
export function parseConfiguration(settings: unknown, source = 'the call'): NodeConfiguration {
  const parsed = configurationSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  // zod names what it expected, never what it got: a secret does not end up in the message.
  const problem = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
    .join('; ');
  throw new ConfigurationError({ problem, source });
}

type Reader = (settings: Record<string, unknown>, text: string) => void;

const asText =
  (setting: string): Reader =>
  (settings, text) => {
    settings[setting] = text;
  };
const asList =
  (setting: string): Reader =>
  (settings, text) => {
    settings[setting] = text.split(',').map((part) => part.trim());
  };
const asNumber =
  (setting: string, group?: string): Reader =>
  (settings, text) => {
    if (group === undefined) settings[setting] = Number(text);
    else settings[group] = { ...objectOf(settings[group]), [setting]: Number(text) };
  };
const asTextIn =
  (group: string, setting: string): Reader =>
  (settings, text) => {
    settings[group] = { ...objectOf(settings[group]), [setting]: text };
  };

/** The environment variables, without their prefix. */
const ENVIRONMENT_SETTINGS: Record<string, Reader> = {
  ROLES: asList('roles'),
  RPC_URLS: asList('rpcUrls'),
  DEPLOYMENT: asText('deployment'),
  DATABASE_URL: asText('databaseUrl'),
  DATA_DIRECTORY: asText('dataDirectory'),
  ACCOUNT_KEY: asText('accountKey'),
  ACCOUNT_KEY_FILE: asText('accountKeyFile'),
  BLS_KEY: asText('blsKey'),
  BLS_KEY_FILE: asText('blsKeyFile'),
  ACCOUNT_KEYSTORE: asText('accountKeystore'),
  BLS_KEYSTORE: asText('blsKeystore'),
  KEYSTORE_PASSWORD: asText('keystorePassword'),
  KEYSTORE_PASSWORD_FILE: asText('keystorePasswordFile'),
  HTTP_HOST: asTextIn('http', 'host'),
  HTTP_PORT: asNumber('port', 'http'),
  INTERNAL_HOST: asTextIn('internal', 'host'),
  INTERNAL_PORT: asNumber('port', 'internal'),
  INTERNAL_TOKEN: asTextIn('internal', 'token'),
  PRIVATE_ADDRESSES: asText('privateAddresses'),
  CONFIRMATIONS: asNumber('confirmations'),
  AGGREGATOR_DELAY_BLOCKS: asNumber('aggregatorDelayBlocks'),
  FIX_SEED_AFTER_BLOCKS: asNumber('fixSeedAfterBlocks'),
  POLLING_INTERVAL_MS: asNumber('pollingIntervalMs'),
  EVALUATOR_SLOTS: asNumber('slots', 'evaluator'),
  EVALUATOR_MEMORY_BYTES: asNumber('memoryBytes', 'evaluator'),
  TRANSACTIONS_BUMP_AFTER_SECONDS: asNumber('bumpAfterSeconds', 'transactions'),
  TRANSACTIONS_MAXIMUM_FEE_PER_GAS_GWEI: asNumber('maximumFeePerGasGwei', 'transactions'),
  LOG_LEVEL: asText('logLevel'),
};

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

async function readJsonObject(path: string): Promise<Record<string, unknown>> {
  const text = await readText(path);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new ConfigurationError({ problem: 'it is not a JSON object', source: path, cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError({ problem: 'the file cannot be read', source: path, cause });
  }
}
