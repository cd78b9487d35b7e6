import { encodeFunctionData } from 'viem';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { attempt } from '#sdk/transaction/transact.ts';
import { findOperator, readOperatorSet } from '../chain/operator-set.ts';
import type { SigningContext } from '../context.ts';

/** Bounds the gas of one transaction. */
const CHANGES_AT_ONCE = 16n;
const PURPOSE = 'applyChanges';

/**
 * Applies changes of the operator set whose epoch has begun. The operators take turns by the block number; one that
 * is not in the set yet may go at any time, else an empty set would never begin.
 */
export async function applyOperatorChanges(
  { client, sender, account, log }: SigningContext,
  { head }: { head: bigint },
): Promise<void> {
  const registry = {
    address: client.deployment.contracts.operatorRegistry,
    abi: operatorRegistryAbi,
  } as const;
  const action = 'apply the changes of the operator set';
  if (sender.isUnderWay(PURPOSE)) return;
  const queued = await client.publicClient.readContract({ ...registry, functionName: 'queuedChanges' });
  if (queued === 0n) return;
  const set = await readOperatorSet(client);
  const self = findOperator(set, account.address);
  if (self && head % BigInt(set.operators.length) !== BigInt(self.index)) return;

  const { result: applicable } = await attempt({ action, account: account.address }, () =>
    client.publicClient.simulateContract({
      ...registry,
      functionName: 'applyChanges',
      args: [CHANGES_AT_ONCE],
      account: account.address,
      blockTag: 'pending',
    }),
  );
  if (applicable === 0n) return;
  const sending = sender.send({
    to: registry.address,
    data: encodeFunctionData({ ...registry, functionName: 'applyChanges', args: [CHANGES_AT_ONCE] }),
    purpose: PURPOSE,
    action,
  });
  sending.then(
    () => log.info({ applicable }, 'operator set changed'),
    (error: unknown) => log.warn({ error }, 'operator set not changed'),
  );
}
