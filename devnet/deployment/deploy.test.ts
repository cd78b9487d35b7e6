import { parseEther, sha256, stringToHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { deploymentSchema } from '#protocol/deployment.ts';
import { type LocalChain, startChain } from '../chain.ts';
import { BASELINE, IMPROVED, NOT_IMPROVED, type Rehearsal, createRehearsal } from './rehearsal.ts';

let chain: LocalChain;
let rehearsal: Rehearsal;
let taskId: number;

beforeAll(async () => {
  chain = await startChain();
  rehearsal = await createRehearsal({ rpcUrl: chain.rpcUrl, operatorCount: 4 });
  ({ taskId } = await rehearsal.createTask());
  await rehearsal.postVerdict({ submissionId: BigInt(taskId) << 32n, numbers: BASELINE });
});

afterAll(async () => {
  await chain.stop();
});

function read<
  const name extends 'getTask' | 'getSubmission' | 'creditOf' | 'operatorsBucket' | 'liabilities',
>(functionName: name) {
  return {
    address: rehearsal.deployment.contracts.modelSubmission,
    abi: modelSubmissionAbi,
    functionName,
  } as const;
}

test('a deployment can be written down and read again', () => {
  const { deployment } = rehearsal;
  expect(deploymentSchema.parse(JSON.parse(JSON.stringify(deployment)))).toEqual(deployment);
  expect(deployment.taskDefinitionId).toBe(1);
});

test('a baseline signed by all operators opens the task', async () => {
  const task = await rehearsal.publicClient.readContract({ ...read('getTask'), args: [taskId] });
  expect(task.status).toBe(2);
  expect(task.pool).toBe(parseEther('999'));
});

test('a verdict signed with @chainsafe/bls settles a submission, and one operator may be missing', async () => {
  const { publicClient, postVerdict, submit, treasury, deployment } = rehearsal;
  const { submissionId } = await submit(taskId);
  const receipt = await postVerdict({ submissionId, numbers: NOT_IMPROVED, missing: [1] });
  expect(receipt.status).toBe('success');
  const submission = await publicClient.readContract({ ...read('getSubmission'), args: [submissionId] });
  expect(submission.status).toBe(5);
  expect(submission.bond).toBeGreaterThan(parseEther('1'));
  const forgone = await publicClient.readContract({
    address: deployment.contracts.attestationCenter,
    abi: attestationCenterAbi,
    functionName: 'earnedFees',
    args: [deployment.contracts.token, treasury.address],
  });
  // A quarter of the attesters' three quarters of the fee, rounded down.
  expect(parseEther('0.1875') - forgone).toBeLessThanOrEqual(1n);
});

test('a seed older than 256 blocks is read from the history contract, and an improvement is paid', async () => {
  const { optimizer, deployment, publicClient, postVerdict, submit, testClient } = rehearsal;
  const credit = () =>
    publicClient.readContract({ ...read('creditOf'), args: [deployment.contracts.token, optimizer.address] });
  const before = await credit();
  const { submissionId } = await submit(taskId);
  await testClient.mine({ blocks: 270 });
  await postVerdict({ submissionId, numbers: IMPROVED });
  const task = await publicClient.readContract({ ...read('getTask'), args: [taskId] });
  const { bond, parameters } = await publicClient.readContract({
    ...read('getSubmission'),
    args: [submissionId],
  });
  expect(task.championId).toBe(submissionId);
  expect(parameters.digest).toBe(sha256(stringToHex(`parameters ${submissionId}`)));
  // Half of the gap: half of the pool without the fee, and the bond whole.
  expect((await credit()) - before).toBe(bond + parseEther('499'));
  expect(task.pool).toBe(parseEther('499'));
});

test('what is owed is what is there', async () => {
  const { deployment, publicClient } = rehearsal;
  const { token, modelSubmission } = deployment.contracts;
  const [owed, balance] = await Promise.all([
    publicClient.readContract({ ...read('liabilities'), args: [token] }),
    publicClient.readContract({
      address: token,
      abi: [
        {
          type: 'function',
          name: 'balanceOf',
          stateMutability: 'view',
          inputs: [{ name: 'account', type: 'address' }],
          outputs: [{ name: '', type: 'uint256' }],
        },
      ] as const,
      functionName: 'balanceOf',
      args: [modelSubmission],
    }),
  ]);
  expect(owed).toBe(balance);
});
