import {
  type AbiEvent,
  type Hex,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  keccak256,
  toHex,
} from 'viem';
import type {
  ChainEventOf,
  ChainEventName,
  EventLog,
  IndexedContract,
  IndexedContracts,
} from '#database/projections/events.ts';
import { ABIS } from '#database/projections/events.ts';

/** Where the contracts are in tests that need none of their code. */
export const TEST_CONTRACTS: IndexedContracts = {
  modelSubmission: getAddress('0x00000000000000000000000000000000000000a1'),
  attestationCenter: getAddress('0x00000000000000000000000000000000000000a2'),
  operatorRegistry: getAddress('0x00000000000000000000000000000000000000a3'),
  avsGovernance: getAddress('0x00000000000000000000000000000000000000a4'),
};

/** What a contract emits: address, topics and data. */
export type EmittedLog = Pick<EventLog, 'address' | 'topics' | 'data'>;

/** Encodes an event as its contract would emit it. */
export function emitted<Name extends ChainEventName>(
  name: Name,
  args: ChainEventOf<Name>['args'],
): EmittedLog {
  const [contract, eventName] = name.split('.') as [IndexedContract, string];
  const abi: readonly { type: string; name?: string }[] = ABIS[contract];
  const event = abi.find((item): item is AbiEvent => item.type === 'event' && item.name === eventName);
  if (!event) throw new Error(`${name} is not in the ABI.`);
  const values: Record<string, unknown> = { ...args };
  const inputs = event.inputs.filter((input) => !input.indexed);
  return {
    address: TEST_CONTRACTS[contract],
    topics: encodeEventTopics({ abi: [event], eventName, args: values }) as Hex[],
    data: encodeAbiParameters(
      inputs,
      inputs.map((input) => values[input.name ?? '']),
    ),
  };
}

/** A block hash that follows from the block's number and the branch that it is on. */
export function blockHash(number: bigint, branch: string): Hex {
  return keccak256(toHex(`${branch} ${number}`));
}
