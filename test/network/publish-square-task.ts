import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEther } from 'viem';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import type { WriteClient } from '#sdk/client.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';

const BUNDLE = path.resolve(import.meta.dirname, '../../examples/x-squared');
const BUNDLE_FILES = ['architecture.json', 'parameters.safetensors', 'evaluation.js', 'task.json'];
const POLLING_MS = 100;
const DAY_SECONDS = 86_400;

/**
 * Publishes the x² task and waits until it is open. The client's account owns it and must have the bounty.
 *
 * @param parameters.openDays By the chain's clock.
 * @returns Its number and initial parameters.
 */
export async function publishSquareTask(
  client: WriteClient,
  { patienceMs, openDays = 1 }: { patienceMs: number; openDays?: number },
): Promise<{ taskId: number; baseline: Uint8Array }> {
  const { publicClient, deployment } = client;
  const files = await Promise.all(
    BUNDLE_FILES.map(async (name) => ({
      path: name,
      content: new Uint8Array(await readFile(path.join(BUNDLE, name))),
    })),
  );
  const { taskId } = await publishTask(client, {
    files,
    terms: {
      token: deployment.contracts.token,
      bounty: parseEther('1000'),
      bond: parseEther('5'),
      operatorFee: parseEther('1'),
      targetScore: (SCORE_ONE * 9999n) / 10_000n,
      minGapBps: 500,
      rounds: 16,
      requiredWins: 14,
      quorumBps: 6_667,
      maxPending: 32,
      deadline: Number((await publicClient.getBlock()).timestamp) + openDays * DAY_SECONDS,
      taskDefinitionId: deployment.taskDefinitionId,
    },
    intervalMs: POLLING_MS,
    baselineTimeoutMs: patienceMs,
  });
  const baseline = files.find((file) => file.path === 'parameters.safetensors')?.content;
  if (!baseline) throw new Error('The bundle has no parameters.');
  return { taskId, baseline };
}
