import { encodeFunctionData, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { initialise } from '../../examples/x-squared/train.ts';
import { localAccounts } from '#devnet/accounts.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { FLOWS } from '#sdk/statuses.ts';
import { transact } from '#sdk/transaction/transact.ts';
import { type OperatorNetwork, openOperatorNetwork } from '../network/operator-network.ts';

const PATIENCE_MS = 400_000;
const FIX_SEED_AFTER_BLOCKS = 6;

let network: OperatorNetwork;

beforeAll(async () => {
  network = await openOperatorNetwork({
    honestStakes: [1_000],
    otherStakes: [],
    settings: { fixSeedAfterBlocks: FIX_SEED_AFTER_BLOCKS },
  });
}, PATIENCE_MS);

afterAll(() => network?.close(), PATIENCE_MS);

test(
  'while verdicts are paused an operator fixes the seed before its block is too old, and posts when they go on',
  async () => {
    const governor = network.clientOf(localAccounts().governor);
    const { modelSubmission } = network.deployment.contracts;
    const change = (functionName: 'pause' | 'resume') =>
      transact(governor, {
        to: modelSubmission,
        data: encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName,
          args: [FLOWS.indexOf('Verdict')],
        }),
        action: `${functionName} verdicts`,
      });
    const { taskId } = await network.publish();
    await change('pause');
    const submissionId = await network.submit({ taskId, candidate: initialise(5) });
    const { seed, seedBlock } = await getSubmission(governor, { submissionId });
    expect(seed).toBe(zeroHash);
    await network.until('the seed is fixed', async () => {
      return (await getSubmission(governor, { submissionId })).seed !== zeroHash;
    });
    const [fixed] = await governor.publicClient.getContractEvents({
      address: modelSubmission,
      abi: modelSubmissionAbi,
      eventName: 'SeedFixed',
      args: { submissionId },
      fromBlock: BigInt(seedBlock),
      strict: true,
    });
    expect(Number(fixed?.blockNumber)).toBeGreaterThan(seedBlock + FIX_SEED_AFTER_BLOCKS);
    expect((await getSubmission(governor, { submissionId })).status).toBe('Revealed');
    await change('resume');
    const { status } = await waitForSubmission(governor, {
      submissionId,
      intervalMs: 100,
      timeoutMs: PATIENCE_MS,
    });
    expect(status).toMatch(/^(Not)?Improved$/);
  },
  PATIENCE_MS,
);
