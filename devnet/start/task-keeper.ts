import { formatEther, parseEther } from 'viem';
import { readExampleBundle } from '#examples/read-files.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { WriteClient } from '#sdk/client.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { type Task, getTask } from '#sdk/marketplace/get-task.ts';
import { waitForTaskStatus } from '#sdk/marketplace/wait-for-task-status.ts';
import { pause } from '#sdk/polling/poll.ts';
import { exampleTerms } from '../example-terms.ts';
import { drawIfBelow } from './funds.ts';

const RETRY_MS = 10_000;
const LOOK_MS = 5_000;
const POLLING_INTERVAL_MS = 250;
const YEAR_SECONDS = 365 * 86_400;
/** A bounty, its fees and some more. */
const PUBLISHING_FUNDS = parseEther('1500');

/**
 * Publishes the x² task, in the background, when there is no task yet.
 *
 * @param parameters.alwaysOpen Publishes it again whenever no task is open any more.
 */
export function keepTask(parameters: {
  client: WriteClient;
  alwaysOpen: boolean;
  notice: (sentence: string) => void;
  signal: AbortSignal;
}): { stop(): Promise<void> } {
  const { client, alwaysOpen, notice } = parameters;
  const stopping = new AbortController();
  const signal = AbortSignal.any([parameters.signal, stopping.signal]);

  const provide = async () => {
    const latest = await getLatestTask(client);
    if (latest?.status === 'Created') {
      tell(
        await waitForTaskStatus(client, { taskId: latest.taskId, intervalMs: POLLING_INTERVAL_MS, signal }),
      );
      return;
    }
    if (latest && (!alwaysOpen || latest.status === 'Open')) return;
    await drawIfBelow(client, { least: PUBLISHING_FUNDS, amount: PUBLISHING_FUNDS });
    const terms = exampleTerms('x-squared', client.deployment);
    const { task } = await publishTask(client, {
      files: await readExampleBundle('x-squared'),
      terms: { ...terms, deadline: Math.floor(Date.now() / 1000) + YEAR_SECONDS },
      intervalMs: POLLING_INTERVAL_MS,
      signal,
    });
    tell(task);
  };
  const tell = ({ taskId, status, pool }: Task) =>
    notice(
      status === 'Open'
        ? `Task ${taskId} (x²) is open: its baseline is measured, ${formatEther(pool)} ZTT are to be won.`
        : `Task ${taskId} (x²) is ${status.toLowerCase()}.`,
    );
  const run = async () => {
    do {
      try {
        await provide();
        if (alwaysOpen) await pause(LOOK_MS, signal);
      } catch (error) {
        if (signal.aborted) return;
        notice(
          `The x² task could not be published; it is tried again in ${RETRY_MS / 1000} s: ${error instanceof Error ? error.message : String(error)}`,
        );
        await pause(RETRY_MS, signal).catch(() => undefined);
        continue;
      }
      if (!alwaysOpen) return;
    } while (!signal.aborted);
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** The task that was published last, as it stands. */
export async function getLatestTask(client: WriteClient): Promise<Task | undefined> {
  const taskId = await client.publicClient.readContract({
    address: client.deployment.contracts.modelSubmission,
    abi: modelSubmissionAbi,
    functionName: 'taskCount',
  });
  return taskId === 0 ? undefined : getTask(client, { taskId });
}
