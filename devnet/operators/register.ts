import { setTimeout as delay } from 'node:timers/promises';
import { type Hex, type TransactionReceipt, isAddressEqual, parseEther } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type { WriteClient } from '#sdk/client.ts';
import { applyChanges } from '#sdk/operators/apply-changes.ts';
import { getOperators } from '#sdk/operators/get-operators.ts';
import { registerOperator } from '#sdk/operators/register-operator.ts';
import { setEndpoint } from '#sdk/operators/set-endpoint.ts';
import { OPERATOR_STATUSES } from '#sdk/statuses.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { createBlsSigner, provePossession } from '#worker/keys/bls.ts';

const STAKE = parseEther('1000');
/** Epochs of the local chain are one block long. */
const APPLY_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 200;

/** An operator of the local marketplace, as the chain is to know it. */
export type RegisteredOperator = {
  /** As people call it: "operator 1". */
  name: string;
  client: WriteClient;
  blsKey: Hex;
  /** Base URL of its public API. */
  endpoint: string;
};

/** An operator that is registered on the chain cannot serve as one of this marketplace. */
export class OperatorRegistrationError extends BaseError {
  override name = 'OperatorRegistrationError';
  constructor({ operator, problem }: { operator: string; problem: string }) {
    super(`${operator} cannot be an operator of this marketplace: ${problem}.`, {
      metaMessages: ['Start from nothing, with --fresh or another data directory.'],
    });
  }
}

/**
 * Makes the operators a part of the applied set under their present keys and endpoints. What is done already is not
 * repeated, so that it can be run again after an end in its middle.
 *
 * @returns The receipts of what was sent.
 * @throws {OperatorRegistrationError}
 */
export async function registerOperators(parameters: {
  operators: readonly RegisteredOperator[];
  /** Applies the changes. */
  governor: WriteClient;
}): Promise<TransactionReceipt[]> {
  const { operators, governor } = parameters;
  const receipts = (await Promise.all(operators.map(stakeAndRegister))).flat();
  const deadline = performance.now() + APPLY_TIMEOUT_MS;
  for (;;) {
    const applied = await getOperators(governor);
    const missing = operators.filter(
      ({ client }) => !applied.some(({ operator }) => isAddressEqual(operator, addressOf(client))),
    );
    if (missing.length === 0) break;
    if (performance.now() > deadline) {
      throw new OperatorRegistrationError({
        operator: missing.map(({ name }) => name).join(', '),
        problem: 'it has left the operator set',
      });
    }
    if (await hasQueuedChanges(governor)) {
      receipts.push((await applyChanges(governor, { limit: operators.length })).receipt);
    } else {
      await delay(POLL_INTERVAL_MS);
    }
  }
  const published = await Promise.all(operators.map(publishEndpoint));
  return [...receipts, ...published.flat()];
}

/** Publishes the operator's endpoint unless the chain knows it already. */
export async function publishEndpoint(operator: RegisteredOperator): Promise<TransactionReceipt[]> {
  const { name, client, endpoint, blsKey } = operator;
  const known = (await getOperators(client)).find((entry) =>
    isAddressEqual(entry.operator, addressOf(client)),
  );
  if (known === undefined)
    throw new OperatorRegistrationError({ operator: name, problem: 'it is not registered' });
  const { key } = proofOf(client, blsKey);
  if (JSON.stringify(key) !== JSON.stringify({ ...key, ...known.key })) {
    throw new OperatorRegistrationError({ operator: name, problem: 'the chain has another BLS key for it' });
  }
  if (known.endpoint === endpoint) return [];
  return [(await setEndpoint(client, { endpoint })).receipt];
}

async function stakeAndRegister(operator: RegisteredOperator): Promise<TransactionReceipt[]> {
  const { name, client, blsKey, endpoint } = operator;
  const { stakeToken, avsGovernance } = client.deployment.contracts;
  const account = addressOf(client);
  const { status } = await client.publicClient.readContract({
    address: avsGovernance,
    abi: avsGovernanceAbi,
    functionName: 'getOperatorRecord',
    args: [account],
  });
  const statusName = OPERATOR_STATUSES[status];
  if (statusName === 'Registered') return [];
  if (statusName !== 'None') {
    throw new OperatorRegistrationError({ operator: name, problem: `its status is ${statusName ?? status}` });
  }
  const receipts: TransactionReceipt[] = [];
  if ((await getBalance(client, { token: stakeToken, account })) < STAKE) {
    receipts.push((await requestTokens(client, { token: stakeToken, amount: STAKE })).receipt);
  }
  const { receipt, endpointReceipt } = await registerOperator(client, {
    ...proofOf(client, blsKey),
    stake: STAKE,
    endpoint,
  });
  return [...receipts, receipt, endpointReceipt];
}

function hasQueuedChanges({ publicClient, deployment }: WriteClient): Promise<boolean> {
  return publicClient
    .readContract({
      address: deployment.contracts.operatorRegistry,
      abi: operatorRegistryAbi,
      functionName: 'queuedChanges',
    })
    .then((count) => count > 0n);
}

function proofOf({ walletClient, deployment }: WriteClient, blsKey: Hex) {
  return provePossession({
    signer: createBlsSigner(blsKey),
    chainId: deployment.chainId,
    operatorRegistry: deployment.contracts.operatorRegistry,
    operator: walletClient.account.address,
  });
}

function addressOf({ walletClient }: WriteClient) {
  return walletClient.account.address;
}
