import { createPublicClient, getAddress, http } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { readConfiguration } from './configuration.ts';

const REQUEST_TIMEOUT_MS = 2_000;

/** Fees that an operator has earned and not taken out, in base units of a token. */
export type EarnedFees = { account: string; token: string; amount: bigint };

/**
 * What operators could take out right now. It grows with every verdict by shares that no event names, so the chain is
 * asked.
 *
 * @returns `undefined` where this server has no chain, or it did not answer.
 */
export async function readEarnedFees(parameters: {
  accounts: readonly string[];
  tokens: readonly string[];
}): Promise<EarnedFees[] | undefined> {
  const { rpcUrl, deployment } = readConfiguration();
  if (rpcUrl === undefined || deployment === undefined) return undefined;
  const client = createPublicClient({
    transport: http(rpcUrl, { batch: true, timeout: REQUEST_TIMEOUT_MS, retryCount: 0 }),
  });
  const read = async (account: string, token: string) => ({
    account,
    token,
    amount: await client.readContract({
      address: deployment.contracts.attestationCenter,
      abi: attestationCenterAbi,
      functionName: 'earnedFees',
      args: [getAddress(token), getAddress(account)],
    }),
  });
  try {
    return await Promise.all(
      parameters.accounts.flatMap((account) => parameters.tokens.map((token) => read(account, token))),
    );
  } catch (error) {
    console.warn('The operators’ fees could not be read; only what they took out is shown.', error);
    return undefined;
  }
}
