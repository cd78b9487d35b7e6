import type { Address, Hex } from 'viem';
import type { IndexedEvent } from '../generated/client.ts';
import { type ChainEvent, type EventLog, type IndexedContracts, decodeLog } from './events.ts';
import type { EventReader } from './project.ts';
import type { Transaction } from '../transaction.ts';
import type { EventFilter } from './projection.ts';
import { subjectsOf } from './subjects.ts';
import { writeRows } from './tables.ts';

const EVENTS_PER_READ = 2_000;

/** Keeps logs as they came; those that this version does not understand are kept too. */
export async function storeLogs(
  transaction: Transaction,
  { logs, contracts }: { logs: readonly EventLog[]; contracts: IndexedContracts },
): Promise<ChainEvent[]> {
  const events: ChainEvent[] = [];
  const rows = logs.map((log): IndexedEvent => {
    const event = decodeLog(log, contracts);
    if (event) events.push(event);
    const { taskId = null, submissionId = null, account = null } = event ? subjectsOf(event) : {};
    return {
      blockNumber: log.blockNumber,
      logIndex: log.logIndex,
      blockHash: log.blockHash,
      timestamp: log.timestamp,
      transactionHash: log.transactionHash,
      transactionIndex: log.transactionIndex,
      address: log.address,
      name: event?.name ?? '',
      topics: [...log.topics],
      data: log.data,
      taskId,
      submissionId,
      account,
    };
  });
  await writeRows(transaction, 'index_events', rows);
  return events;
}

/** Names the kept logs that an earlier version did not understand and this one does. */
export async function understandAgain(transaction: Transaction, contracts: IndexedContracts): Promise<void> {
  const rows = await transaction.indexedEvent.findMany({ where: { name: '' } });
  await storeLogs(transaction, { logs: rows.map(toLog), contracts });
}

/** Removes the events above a block. @returns Them, in the chain's order. */
export async function removeEventsAbove(
  transaction: Transaction,
  { above, contracts }: { above: bigint; contracts: IndexedContracts },
): Promise<ChainEvent[]> {
  const where = { blockNumber: { gt: above } };
  const rows = await transaction.indexedEvent.findMany({
    where,
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
  });
  await transaction.indexedEvent.deleteMany({ where });
  return rows.flatMap((row) => toEvent(row, contracts) ?? []);
}

/** Reads kept events in the chain's order. */
export function eventReader(transaction: Transaction, contracts: IndexedContracts): EventReader {
  return (filter) => readEvents(transaction, contracts, filter);
}

/** As `eventReader`; without a filter, all of them. */
export async function* readEvents(
  transaction: Transaction,
  contracts: IndexedContracts,
  filter: EventFilter | undefined,
): AsyncGenerator<readonly ChainEvent[]> {
  let last: Pick<IndexedEvent, 'blockNumber' | 'logIndex'> | undefined;
  for (;;) {
    const rows: IndexedEvent[] = await transaction.indexedEvent.findMany({
      where: { ...filter, ...(last && { OR: after(last) }) },
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
      take: EVENTS_PER_READ,
    });
    last = rows.at(-1);
    if (!last) return;
    yield rows.flatMap((row) => toEvent(row, contracts) ?? []);
  }
}

function after({ blockNumber, logIndex }: Pick<IndexedEvent, 'blockNumber' | 'logIndex'>) {
  return [{ blockNumber: { gt: blockNumber } }, { blockNumber, logIndex: { gt: logIndex } }];
}

function toEvent(row: IndexedEvent, contracts: IndexedContracts): ChainEvent | undefined {
  return decodeLog(toLog(row), contracts);
}

function toLog(row: IndexedEvent): EventLog {
  return {
    blockNumber: row.blockNumber,
    logIndex: row.logIndex,
    timestamp: row.timestamp,
    transactionIndex: row.transactionIndex,
    // Written by `storeLogs` from values of these types.
    blockHash: row.blockHash as Hex,
    transactionHash: row.transactionHash as Hex,
    address: row.address as Address,
    topics: row.topics as Hex[],
    data: row.data as Hex,
  };
}
