import { Counter, Gauge } from 'prom-client';
import { type Address, erc20Abi, formatUnits } from 'viem';
import { countEvidence } from '#database/operator/evidence.ts';
import { type OperatorRecord, readOperatorRecord } from '#database/queries/operator-record.ts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { read } from '#sdk/chain/read.ts';
import type { NodeContext } from '../context.ts';

/** Voting power is the stake; there is one quorum. */
const QUORUM = { quorum_number: '0', quorum_name: 'stake' };
const FULL_SCORE = 100;

/** What is read from database and chain when somebody asks for the metrics. */
export type CollectedMetrics = {
  /** Reads everything anew. What cannot be read keeps its value, and the error is logged. */
  collect(): Promise<void>;
};

/** Adds the metrics that follow from database, queue and chain. */
export function addCollectedMetrics(parameters: {
  context: NodeContext;
  /** Jobs of this operator that wait or are worked on. */
  countJobs: () => Promise<{ waiting: number; active: number }>;
  /** The newest block that the index has. */
  head: () => bigint | undefined;
}): CollectedMetrics {
  const { context, countJobs, head } = parameters;
  const { client, database, contentStore, log, metrics, operator } = context;
  const registers = [metrics.registry];
  const score = new Gauge({
    name: 'eigen_performance_score',
    help: 'Share of the latest 100 verdicts with the signature of this operator, in percent.',
    registers,
  });
  score.set(FULL_SCORE);
  const slashing = new Gauge({
    name: 'eigen_slashing_status',
    help: 'Whether stake was ever taken from this operator: 1, else 0.',
    registers,
  });
  slashing.set(0);
  const evidence = new Gauge({
    name: 'zarathustra_slashing_evidence',
    help: 'Offences of operators that this node can prove, by whether the slasher has them.',
    labelNames: ['state'] as const,
    registers,
  });
  const stakes = new Gauge({
    name: 'eigen_registered_stakes',
    help: 'Stake of this operator, in whole tokens.',
    labelNames: ['quorum_number', 'quorum_name'] as const,
    registers,
  });
  const fees = new Counter({
    name: 'eigen_fees_earned_total',
    help: 'Fees earned, claimed or not, in whole tokens.',
    labelNames: ['token'] as const,
    registers,
  });
  const jobs = new Gauge({
    name: 'zarathustra_queue_jobs',
    help: 'Evaluations of this operator in its queue.',
    labelNames: ['state'] as const,
    registers,
  });
  const behind = new Gauge({
    name: 'zarathustra_blocks_behind',
    help: 'Blocks of the chain that the index does not have yet.',
    registers,
  });
  const stored = new Gauge({
    name: 'zarathustra_stored_bytes',
    help: 'Bytes of the contents in the block store.',
    registers,
  });
  const decimals = new Map<Address, number>();

  async function readDecimals(token: Address): Promise<number> {
    const known = decimals.get(token);
    if (known !== undefined) return known;
    const value = await read('read a token’s decimals', () =>
      client.publicClient.readContract({ address: token, abi: erc20Abi, functionName: 'decimals' }),
    );
    decimals.set(token, value);
    return value;
  }

  async function collectFees({ claimedFees }: OperatorRecord): Promise<void> {
    const { attestationCenter } = client.deployment.contracts;
    const earned = await Promise.all(
      claimedFees.map(async ({ token, amount }) => {
        const claimable = await read('read the earned fees', () =>
          client.publicClient.readContract({
            address: attestationCenter,
            abi: attestationCenterAbi,
            functionName: 'earnedFees',
            args: [token, operator],
          }),
        );
        return { token, value: Number(formatUnits(amount + claimable, await readDecimals(token))) };
      }),
    );
    fees.reset();
    for (const { token, value } of earned) fees.inc({ token }, value);
  }

  async function collectRecord(): Promise<void> {
    const record = await readOperatorRecord(database, { account: operator });
    const { verdicts, missed, stake, isSlashed } = record;
    slashing.set(isSlashed ? 1 : 0);
    score.set(verdicts === 0 ? FULL_SCORE : (FULL_SCORE * (verdicts - missed)) / verdicts);
    const stakeDecimals = await readDecimals(client.deployment.contracts.stakeToken);
    stakes.set(QUORUM, Number(formatUnits(stake, stakeDecimals)));
    await collectFees(record);
  }

  const collectors = [
    collectRecord,
    async () => {
      const { waiting, active } = await countJobs();
      jobs.set({ state: 'waiting' }, waiting);
      jobs.set({ state: 'active' }, active);
    },
    async () => {
      const { held, proven } = await countEvidence(database);
      evidence.set({ state: 'held' }, held);
      evidence.set({ state: 'proven' }, proven);
    },
    async () => {
      const newest = await read('read the newest block', () => client.publicClient.getBlockNumber());
      const indexed = head();
      if (indexed !== undefined) behind.set(Math.max(0, Number(newest - indexed)));
    },
    async () => {
      const contents = await contentStore.list();
      stored.set(contents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    },
  ];
  return {
    collect: async () => {
      for (const end of await Promise.allSettled(collectors.map((collector) => collector()))) {
        if (end.status === 'rejected') log.warn({ error: end.reason }, 'a metric could not be read');
      }
    },
  };
}
