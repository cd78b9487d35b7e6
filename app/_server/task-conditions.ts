import { createPublicClient, getAddress, http } from 'viem';
import type { Conditions, PaymentToken } from '#hooks/wizard/conditions.ts';
import type { ReadClient } from '#sdk/client.ts';
import { getTaskDefinition } from '#sdk/operators/get-task-definition.ts';
import { getListedTokens } from '#sdk/token/get-listed-tokens.ts';
import { getTokenTerms } from '#sdk/token/get-token-terms.ts';
import { readConfiguration } from './configuration.ts';
import { readTokens } from './tokens.ts';

const REQUEST_TIMEOUT_MS = 5_000;

/**
 * What new tasks have to keep to, as the contracts say it now; `undefined` where this server only shows the index.
 *
 * @throws {ChainUnreachableError}
 */
export async function readConditions(): Promise<Conditions | undefined> {
  const { deployment, rpcUrl } = readConfiguration();
  if (deployment === undefined || rpcUrl === undefined) return undefined;
  const publicClient = createPublicClient({
    transport: http(rpcUrl, { batch: true, timeout: REQUEST_TIMEOUT_MS, retryCount: 1 }),
  });
  const client: ReadClient = { publicClient, deployment };
  const { taskDefinitionId } = deployment;
  const [definition, addresses] = await Promise.all([
    getTaskDefinition(client, { taskDefinitionId }),
    getListedTokens(client),
  ]);
  const [tokenOf, listings] = await Promise.all([
    readTokens(addresses),
    Promise.all(
      addresses.map(async (address) => ({
        address,
        listing: await getTokenTerms(client, { token: address }),
      })),
    ),
  ]);
  const tokens = listings.flatMap(({ address, listing }): PaymentToken[] => {
    if (!listing.listed) return [];
    const { symbol, decimals } = tokenOf(address);
    const { feeUnit, creationFee, storageFeePerMebibyte } = listing;
    return [{ address: getAddress(address), symbol, decimals, feeUnit, creationFee, storageFeePerMebibyte }];
  });
  const { minimumQuorumBps, maximumQuorumBps, feeFloorUnits, maximumParameterBytes, budget } = definition;
  return {
    tokens,
    definition: {
      taskDefinitionId,
      minimumQuorumBps,
      maximumQuorumBps,
      feeFloorUnits,
      maximumParameterBytes: Number(maximumParameterBytes),
      budget,
    },
  };
}
