import { type Hex, decodeEventLog } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import type { Database } from '../client.ts';

/** Stake that was taken from an operator, in base units of the stake token. */
export type Slashing = {
  operator: string;
  amount: bigint;
  reporter: string;
  /** The reporter's part of the amount. */
  reward: bigint;
  /** Unix seconds. */
  timestamp: number;
  transactionHash: string;
};

/** A page shows no more; there should be none. */
const SHOWN_SLASHINGS = 100;

/** What was taken of operators' stakes, the newest first. */
export async function listSlashings({ prisma }: Database): Promise<Slashing[]> {
  const events = await prisma.indexedEvent.findMany({
    where: { name: 'avsGovernance.StakeSlashed' },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
    take: SHOWN_SLASHINGS,
  });
  return events.map(({ topics, data, timestamp, transactionHash }) => {
    const [selector, ...indexed] = topics.map(toHex);
    const { args } = decodeEventLog({
      abi: avsGovernanceAbi,
      eventName: 'StakeSlashed',
      topics: selector === undefined ? [] : [selector, ...indexed],
      data: toHex(data),
    });
    const { operator, amount, reporter, reward } = args;
    return { operator, amount, reporter, reward, timestamp: Number(timestamp), transactionHash };
  });
}

/** The index keeps logs as they came, in this form. */
function toHex(text: string): Hex {
  return text as Hex;
}
