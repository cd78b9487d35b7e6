import { readFileSync } from 'node:fs';
import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { type Deployment, deploymentSchema } from '#protocol/deployment.ts';
import { BaseError } from '#protocol/errors/base.ts';

/** What the web server is told by its environment. */
export const environmentSchema = z.object({
  /** The index: the Postgres database that an operator's node fills. */
  DATABASE_URL: z.url(),
  /** The chain, for what the index does not hold: symbols and decimals of tokens. */
  RPC_URL: z.url().optional(),
  /** The file that names the contracts. */
  DEPLOYMENT: z.string().min(1).optional(),
  /** Where browsers reach the chain, where that is another address than the server's. */
  PUBLIC_RPC_URL: z.url().optional(),
  /** A block explorer. */
  EXPLORER_URL: z.url().optional(),
  /** WalletConnect's id of this site; without it, it is not offered. */
  WALLETCONNECT_PROJECT_ID: z.string().min(1).optional(),
  /** Accounts that a local chain signs for, offered without a wallet extension. */
  DEVELOPMENT_ACCOUNTS: z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(
      z.array(z.custom<Address>((value) => typeof value === 'string' && isAddress(value), 'not an address')),
    )
    .optional(),
});

/** The environment lacks something, or it cannot be used. */
export class ConfigurationError extends BaseError {
  override name = 'ConfigurationError';
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super('The web server is not configured.', {
      cause,
      metaMessages: [reason, 'Set DATABASE_URL, and optionally RPC_URL and DEPLOYMENT, and start it again.'],
      docsPath: 'configuration.md#web',
    });
  }
}

export type WebConfiguration = {
  databaseUrl: string;
  rpcUrl: string | undefined;
  deployment: Deployment | undefined;
  /** What browsers are told of the chain besides. */
  browser: {
    rpcUrl: string | undefined;
    explorerUrl: string | undefined;
    walletConnectProjectId: string | undefined;
    developmentAccounts: readonly Address[];
  };
};

let configuration: WebConfiguration | undefined;

/** The configuration, read once, at the first request: a build needs none. @throws {ConfigurationError} */
export function readConfiguration(): WebConfiguration {
  configuration ??= parseEnvironment();
  return configuration;
}

function parseEnvironment(): WebConfiguration {
  // A variable that compose.yaml passes on without a value is as good as none.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw new ConfigurationError({ reason: z.prettifyError(parsed.error) });
  const { DATABASE_URL, RPC_URL, DEPLOYMENT, PUBLIC_RPC_URL, EXPLORER_URL } = parsed.data;
  return {
    databaseUrl: DATABASE_URL,
    rpcUrl: RPC_URL,
    deployment: DEPLOYMENT === undefined ? undefined : readDeployment(DEPLOYMENT),
    browser: {
      rpcUrl: PUBLIC_RPC_URL ?? RPC_URL,
      explorerUrl: EXPLORER_URL?.replace(/\/$/, ''),
      walletConnectProjectId: parsed.data.WALLETCONNECT_PROJECT_ID,
      developmentAccounts: parsed.data.DEVELOPMENT_ACCOUNTS ?? [],
    },
  };
}

function readDeployment(path: string): Deployment {
  try {
    return deploymentSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new ConfigurationError({ reason: `DEPLOYMENT names ${path}, which is no deployment file.`, cause });
  }
}
