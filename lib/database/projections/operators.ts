import type { Address } from 'viem';
import type { G1Point } from '#protocol/verdict/points.ts';
import { toPlain } from '../plain.ts';
import { type ChainEventOf, eventGuard } from './events.ts';
import { type Projection, type RowKey, accountKeys } from './projection.ts';
import type { Tables } from './tables.ts';
import { storableText } from './text.ts';

type OperatorRow = Tables['operators'];

const OPERATOR_EVENTS = [
  'avsGovernance.OperatorRegistered',
  'avsGovernance.StakeChanged',
  'avsGovernance.DeregistrationRequested',
  'avsGovernance.OperatorEjected',
  'avsGovernance.StakeWithdrawn',
  'avsGovernance.RewardsReceiverQueued',
  'operatorRegistry.ChangeQueued',
  'operatorRegistry.ChangeRejected',
  'operatorRegistry.OperatorAdded',
  'operatorRegistry.OperatorPowerChanged',
  'operatorRegistry.OperatorRemoved',
  'operatorRegistry.EndpointChanged',
] as const;

type OperatorEvent = ChainEventOf<(typeof OPERATOR_EVENTS)[number]>;

const isAboutOperator = eventGuard(OPERATOR_EVENTS);

/** Operators, from governance (stake, status) and the registry (key, applied power, endpoint). */
export const operatorProjection: Projection<'operators'> = {
  table: 'operators',
  keysOf: (event) => (isAboutOperator(event) ? [event.args.operator] : []),
  reduce: (row, event) => {
    if (!isAboutOperator(event)) return row;
    const operator = row ?? newOperator(event.args.operator);
    return { ...operator, ...changeOperator(operator, event) };
  },
  load: async (transaction, keys) => {
    const rows = await transaction.operator.findMany({ where: { account: { in: accountKeys(keys) } } });
    return new Map<RowKey, OperatorRow>(rows.map((row) => [row.account as Address, toPlain(row)]));
  },
  remove: async (transaction, keys) => {
    await transaction.operator.deleteMany({ where: { account: { in: accountKeys(keys) } } });
  },
  eventsOf: (keys) => ({ account: { in: accountKeys(keys) } }),
};

function newOperator(account: Address): OperatorRow {
  return {
    account,
    status: 'None',
    stake: 0n,
    withdrawableSince: null,
    rewardsReceiver: null,
    nextRewardsReceiver: null,
    rewardsReceiverSince: null,
    power: 0n,
    queuedPower: null,
    queuedEffectiveBlock: null,
    key: null,
    endpoint: null,
    registeredBlock: null,
  };
}

function changeOperator(operator: OperatorRow, event: OperatorEvent): Partial<OperatorRow> {
  switch (event.name) {
    case 'avsGovernance.OperatorRegistered':
      return {
        status: 'Registered',
        stake: event.args.stake,
        withdrawableSince: null,
        rewardsReceiver: event.args.rewardsReceiver,
        nextRewardsReceiver: null,
        rewardsReceiverSince: null,
        key: keyText(event.args.key),
        registeredBlock: event.blockNumber,
      };
    case 'avsGovernance.StakeChanged':
      return { stake: event.args.stake };
    case 'avsGovernance.DeregistrationRequested':
      return { status: 'Unbonding', withdrawableSince: BigInt(event.args.withdrawableSince) };
    case 'avsGovernance.OperatorEjected':
      return { status: 'Ejected', withdrawableSince: BigInt(event.args.withdrawableSince) };
    case 'avsGovernance.StakeWithdrawn':
      return {
        // An ejected operator gets its stake back and stays ejected.
        status: operator.status === 'Unbonding' ? 'Withdrawn' : operator.status,
        stake: operator.stake - event.args.amount,
      };
    case 'avsGovernance.RewardsReceiverQueued':
      return {
        // What was queued before is in force by now, or replaced.
        rewardsReceiver: receiverAt(operator, event.timestamp),
        nextRewardsReceiver: event.args.receiver,
        rewardsReceiverSince: BigInt(event.args.effectiveSince),
      };
    case 'operatorRegistry.ChangeQueued':
      return {
        key: keyText(event.args.key),
        queuedPower: event.args.power,
        queuedEffectiveBlock: BigInt(event.args.effectiveBlock),
      };
    case 'operatorRegistry.ChangeRejected':
      return { queuedPower: null, queuedEffectiveBlock: null };
    case 'operatorRegistry.OperatorAdded':
      return { key: keyText(event.args.key), ...applyPower(operator, event.args.power) };
    case 'operatorRegistry.OperatorPowerChanged':
      return applyPower(operator, event.args.power);
    case 'operatorRegistry.OperatorRemoved':
      return applyPower(operator, 0n);
    case 'operatorRegistry.EndpointChanged':
      return { endpoint: storableText(event.args.endpoint) };
  }
}

/** Several changes may be queued; the last one stays announced until it is applied. */
function applyPower(operator: OperatorRow, power: bigint): Partial<OperatorRow> {
  if (operator.queuedPower !== power) return { power };
  return { power, queuedPower: null, queuedEffectiveBlock: null };
}

/** Where an operator's fees go at a time, in Unix seconds. */
function receiverAt(operator: OperatorRow, timestamp: bigint): string | null {
  const { rewardsReceiver, nextRewardsReceiver, rewardsReceiverSince } = operator;
  return rewardsReceiverSince !== null && timestamp >= rewardsReceiverSince
    ? nextRewardsReceiver
    : rewardsReceiver;
}

function keyText(key: G1Point): string {
  return `0x${[key.x_a, key.x_b, key.y_a, key.y_b].map((word) => word.slice(2)).join('')}`;
}
