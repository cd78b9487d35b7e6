import {
  type AbiEvent,
  type Address,
  type ContractEventName,
  type DecodeEventLogReturnType,
  type Hex,
  decodeEventLog,
  isAddressEqual,
  toEventSelector,
} from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';

/** The ABIs of the contracts whose events are indexed. */
export const ABIS = {
  modelSubmission: modelSubmissionAbi,
  attestationCenter: attestationCenterAbi,
  operatorRegistry: operatorRegistryAbi,
  avsGovernance: avsGovernanceAbi,
} as const;

type Abis = typeof ABIS;

/** A contract whose events are indexed. */
export type IndexedContract = keyof Abis;

/** Where the indexed contracts are. */
export type IndexedContracts = Record<IndexedContract, Address>;

type DecodedEventOf<Contract extends IndexedContract> = {
  [Name in ContractEventName<Abis[Contract]>]: {
    name: `${Contract}.${Name}`;
    args: DecodeEventLogReturnType<Abis[Contract], Name>['args'];
  };
}[ContractEventName<Abis[Contract]>];

/** An event's name, `contract.Event`, with its arguments. */
export type DecodedEvent = { [Contract in IndexedContract]: DecodedEventOf<Contract> }[IndexedContract];

/** A log of the chain, as the index keeps it. */
export type EventLog = {
  blockNumber: bigint;
  blockHash: Hex;
  /** Of the block, in Unix seconds. */
  timestamp: bigint;
  transactionHash: Hex;
  transactionIndex: number;
  logIndex: number;
  address: Address;
  topics: readonly Hex[];
  data: Hex;
};

/** A log of one of the contracts, understood. */
export type ChainEvent = DecodedEvent & EventLog;
/** `contract.Event`. */
export type ChainEventName = ChainEvent['name'];
/** The event of one name. */
export type ChainEventOf<Name extends ChainEventName> = Extract<ChainEvent, { name: Name }>;

/** Tells the events of some names from the others. */
export function eventGuard<const Name extends ChainEventName>(
  names: readonly Name[],
): (event: ChainEvent) => event is ChainEventOf<Name> {
  const known = new Set<string>(names);
  return (event): event is ChainEventOf<Name> => known.has(event.name);
}

const CONTRACT_NAMES = ['modelSubmission', 'attestationCenter', 'operatorRegistry', 'avsGovernance'] as const;

/** By contract and selector; finding the event in the ABI anew for every log would hash it every time. */
const EVENTS = new Map<string, AbiEvent>(
  CONTRACT_NAMES.flatMap((contract) =>
    ABIS[contract].flatMap((item) =>
      item.type === 'event' ? [[`${contract} ${toEventSelector(item)}`, item] as const] : [],
    ),
  ),
);

/**
 * Understands a log. An event that this version of the ABIs does not know is `undefined`: it is kept, and
 * understood by a later version.
 */
export function decodeLog(log: EventLog, contracts: IndexedContracts): ChainEvent | undefined {
  const contract = CONTRACT_NAMES.find((name) => isAddressEqual(contracts[name], log.address));
  const [selector, ...indexed] = log.topics;
  const event = contract && selector ? EVENTS.get(`${contract} ${selector}`) : undefined;
  if (!contract || !selector || !event) return undefined;
  const { args } = decodeEventLog({ abi: [event], topics: [selector, ...indexed], data: log.data });
  // The name was looked up in the ABI that the arguments were decoded by.
  return { ...log, name: `${contract}.${event.name}`, args } as ChainEvent;
}
