import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { Database } from '#database/client.ts';
import { type ObservedSeed, saveObservedSeed } from '#database/operator/seeds.ts';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { read } from '#sdk/chain/read.ts';
import type { ReadClient } from '#sdk/client.ts';
import { type Submission, getSubmission } from '#sdk/marketplace/get-submission.ts';
import { type Task, getTask } from '#sdk/marketplace/get-task.ts';
import { getSeedHeader } from '#sdk/seed/get-seed-header.ts';
import { FLOWS } from '#sdk/statuses.ts';
import { type TaskDefinition, createTaskDefinitions } from './definitions.ts';
import { type OperatorSet, readOperatorSet } from './operator-set.ts';

/** A submission and all that its verdict depends on, as the chain has it. */
export type SubmissionView = {
  submission: Submission;
  task: Task;
  definition: TaskDefinition;
  set: OperatorSet;
  /** Least voting power of the whole set under which verdicts stand. */
  minimumPower: bigint;
  /** Blocks since the seed block in which verdicts were paused. */
  pausedBlocks: bigint;
};

/**
 * What the chain says, read once for each head: every message about a submission that comes between two blocks is
 * judged by the same reading.
 */
export type ChainViews = {
  /** @throws {SubmissionNotFoundError}, {ChainUnreachableError} */
  view(submissionId: bigint): Promise<SubmissionView>;
  operatorSet(): Promise<OperatorSet>;
  /**
   * The seed of a submission whose seed block is mined, kept with that block's header. A reorganisation that
   * replaces the seed block leads to another seed.
   *
   * @throws {ChainUnreachableError}, {BlockHeaderMismatchError}
   */
  seed(submission: Submission): Promise<ObservedSeed>;
  definition(taskDefinitionId: number): Promise<TaskDefinition>;
  /** There is a new head: what was read before is out of date. */
  renew(): void;
};

export function createChainViews({
  client,
  database,
}: {
  client: ReadClient;
  database: Database;
}): ChainViews {
  const definition = createTaskDefinitions(client);
  const submissions = createMemory<bigint, SubmissionView>();
  const seeds = createMemory<bigint, ObservedSeed>();
  const sets = createMemory<'applied', OperatorSet>();
  const powers = createMemory<'minimum', bigint>();

  const operatorSet = () => sets.get('applied', () => readOperatorSet(client));

  async function readView(submissionId: bigint): Promise<SubmissionView> {
    const { taskId } = fromSubmissionId(submissionId);
    const [submission, task, set, minimumPower] = await Promise.all([
      getSubmission(client, { submissionId }),
      getTask(client, { taskId }),
      operatorSet(),
      powers.get('minimum', () => readMinimumPower(client)),
    ]);
    const [taskDefinition, pausedBlocks] = await Promise.all([
      definition(task.taskDefinitionId),
      readPausedBlocks(client, submission),
    ]);
    return { submission, task, definition: taskDefinition, set, minimumPower, pausedBlocks };
  }

  return {
    operatorSet,
    definition,
    view: (submissionId) => submissions.get(submissionId, () => readView(submissionId)),
    seed: ({ submissionId, seedBlock }) =>
      seeds.get(submissionId, async () => {
        const { seed, header, blockHash } = await getSeedHeader(client, { submissionId, seedBlock });
        return saveObservedSeed(database, {
          submissionId,
          seed,
          seedBlock: BigInt(seedBlock),
          blockHash,
          header,
        });
      }),
    renew: () => {
      for (const memory of [submissions, seeds, sets, powers]) memory.clear();
    },
  };
}

/** Keeps what was read; what could not be read is read again. */
function createMemory<Key, Value>() {
  const known = new Map<Key, Promise<Value>>();
  return {
    get(key: Key, readValue: () => Promise<Value>): Promise<Value> {
      const earlier = known.get(key);
      if (earlier) return earlier;
      const reading = readValue();
      known.set(key, reading);
      reading.catch(() => {
        if (known.get(key) === reading) known.delete(key);
      });
      return reading;
    },
    clear: () => known.clear(),
  };
}

async function readPausedBlocks(
  { publicClient, deployment }: ReadClient,
  { submissionId, seedBlock }: Submission,
): Promise<bigint> {
  return read(`read for how long the verdict on submission ${submissionId} was paused`, () =>
    publicClient.readContract({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'pausedBlocks',
      args: [FLOWS.indexOf('Verdict'), BigInt(seedBlock)],
    }),
  );
}

async function readMinimumPower({ publicClient, deployment }: ReadClient): Promise<bigint> {
  return read('read the minimum voting power', () =>
    publicClient.readContract({
      address: deployment.contracts.attestationCenter,
      abi: attestationCenterAbi,
      functionName: 'minimumPower',
    }),
  );
}
