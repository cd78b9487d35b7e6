import {
  type Address,
  type Hex,
  type ParseEventLogsReturnType,
  erc20Abi,
  isAddressEqual,
  parseEventLogs,
} from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import type { Facts } from './facts.ts';

export type ModelSubmissionEvent = ParseEventLogsReturnType<
  typeof modelSubmissionAbi,
  undefined,
  true
>[number];
export type AttestationCenterEvent = ParseEventLogsReturnType<
  typeof attestationCenterAbi,
  undefined,
  true
>[number];
export type OperatorRegistryEvent = ParseEventLogsReturnType<
  typeof operatorRegistryAbi,
  undefined,
  true
>[number];
export type AvsGovernanceEvent = ParseEventLogsReturnType<typeof avsGovernanceAbi, undefined, true>[number];
export type TransferEvent = ParseEventLogsReturnType<typeof erc20Abi, 'Transfer', true>[number];

/** One event with where it came from. */
export type ChainEvent =
  | { source: 'modelSubmission'; event: ModelSubmissionEvent }
  | { source: 'attestationCenter'; event: AttestationCenterEvent }
  | { source: 'operatorRegistry'; event: OperatorRegistryEvent }
  | { source: 'avsGovernance'; event: AvsGovernanceEvent }
  | { source: 'token'; event: TransferEvent };

/** The events of one transaction, in order. */
export type TransactionEvents = {
  hash: Hex;
  blockNumber: bigint;
  /** Unix seconds of its block. */
  timestamp: bigint;
  events: readonly ChainEvent[];
};

/** Decodes the raw logs and groups them by transaction. Logs of other kinds (roles, approvals) are left out. */
export function decodeEvents({ logs, contracts, blocks }: Facts): TransactionEvents[] {
  const from = (address: Address) => logs.filter((log) => isAddressEqual(log.address, address));
  const { modelSubmission, attestationCenter, operatorRegistry, avsGovernance } = contracts;
  const ours = [modelSubmission, attestationCenter, operatorRegistry, avsGovernance];
  const others = logs.filter((log) => !ours.some((address) => isAddressEqual(log.address, address)));
  const decoded: ChainEvent[] = [
    ...parseEventLogs({ abi: modelSubmissionAbi, logs: from(modelSubmission) }).map((event): ChainEvent => ({
      source: 'modelSubmission',
      event,
    })),
    ...parseEventLogs({ abi: attestationCenterAbi, logs: from(attestationCenter) }).map(
      (event): ChainEvent => ({ source: 'attestationCenter', event }),
    ),
    ...parseEventLogs({ abi: operatorRegistryAbi, logs: from(operatorRegistry) }).map(
      (event): ChainEvent => ({ source: 'operatorRegistry', event }),
    ),
    ...parseEventLogs({ abi: avsGovernanceAbi, logs: from(avsGovernance) }).map((event): ChainEvent => ({
      source: 'avsGovernance',
      event,
    })),
    ...parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: others }).map((event): ChainEvent => ({
      source: 'token',
      event,
    })),
  ];
  decoded.sort(
    (a, b) => Number(a.event.blockNumber - b.event.blockNumber) || a.event.logIndex - b.event.logIndex,
  );
  const grouped: (TransactionEvents & { events: ChainEvent[] })[] = [];
  for (const entry of decoded) {
    const { transactionHash: hash, blockNumber } = entry.event;
    let group = grouped.at(-1);
    if (group?.hash !== hash) {
      group = { hash, blockNumber, timestamp: blocks.get(blockNumber)?.timestamp ?? 0n, events: [] };
      grouped.push(group);
    }
    group.events.push(entry);
  }
  return grouped;
}
