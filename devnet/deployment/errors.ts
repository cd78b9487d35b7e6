import type { Address, Hash } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import type { Finding } from './finding.ts';

/** A transaction of the deployment was mined and reverted. */
export class DeploymentTransactionError extends BaseError {
  override name = 'DeploymentTransactionError';
  constructor({ step, hash }: { step: string; hash: Hash }) {
    super(`The deployment stopped: "${step}" was reverted.`, {
      metaMessages: [
        `transaction: ${hash}`,
        'Does the chain have the EVM of Prague (BLS precompiles, EIP-2935)? Deploy again to fresh addresses.',
      ],
    });
  }
}

/** The chain lacks what the contracts need. */
export class UnsuitableChainError extends BaseError {
  override name = 'UnsuitableChainError';
  constructor({ reasons }: { reasons: readonly Finding[] }) {
    super('The contracts cannot be deployed on this chain.', {
      metaMessages: [
        ...reasons.map(({ check, detail }) => `${check}: ${detail}`),
        'Choose another chain, or accept the risk in the network’s parameters (acceptedRisks).',
      ],
      docsPath: 'security.md#randomness',
    });
  }
}

/** The parameters name no chain that deployments are made for. */
export class UnknownNetworkError extends BaseError {
  override name = 'UnknownNetworkError';
  constructor({ network, known }: { network: string; known: readonly string[] }) {
    super(`There are no deployment parameters for "${network}".`, {
      metaMessages: [`There are some for: ${known.join(', ')}.`, 'Add others in devnet/deployment/networks.'],
    });
  }
}

/** The wallet of a deployment must be able to sign. */
export class DeployerKeyError extends BaseError {
  override name = 'DeployerKeyError';
  constructor({ variable }: { variable: string }) {
    super(`The deployer’s private key is missing.`, {
      metaMessages: [`Put it into the environment variable ${variable}: 0x and 64 hexadecimal digits.`],
    });
  }
}

/** No deployment of a chain was ever written down. */
export class DeploymentNotFoundError extends BaseError {
  override name = 'DeploymentNotFoundError';
  constructor({ chainId, path, cause }: { chainId: number; path: string; cause: unknown }) {
    super(`No deployment on chain ${chainId} is known.`, {
      cause,
      metaMessages: [
        `looked for: ${path}`,
        'Deploy with devnet/deployment/deploy-cli.ts, or check the chain.',
      ],
    });
  }
}

/** A rehearsal's chain has operators that the rehearsal does not know. */
export class RehearsalError extends BaseError {
  override name = 'RehearsalError';
  constructor({ performer }: { performer: Address }) {
    super(`Nobody can sign for the elected performer ${performer}.`, {
      metaMessages: ['A rehearsal needs a fresh chain, and a power above the quorum that signs.'],
    });
  }
}
