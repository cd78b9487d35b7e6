import { encodeFunctionData } from 'viem';
import { hexToString, isHex, trim } from 'viem/utils';
import { expect, test } from 'vitest';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { findTermViolations } from '#protocol/task/term-bounds.ts';
import type { TaskTerms } from '#protocol/task/terms.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import { useMarketplace } from '../../../test/marketplace.ts';
import { testTerms } from '../../../test/terms.ts';
import { read } from '../chain/read.ts';
import { ContractRevertedError } from '../errors/contract-reverted.ts';
import { getTaskDefinition } from '../operators/get-task-definition.ts';
import { getTokenTerms } from '../token/get-token-terms.ts';

const marketplace = useMarketplace({ operatorCount: 1 });

const YEARS = 730 * 86_400;

/** Changes of sound terms; each is refused for the reason named. */
const REFUSED: readonly [string, (terms: TaskTerms, now: number) => Partial<TaskTerms>][] = [
  ['storageAddresses', () => ({ storageAddresses: Array.from({ length: 9 }, () => 'https://a.example') })],
  ['storageAddress', () => ({ storageAddresses: [`https://${'a'.repeat(256)}.example`] })],
  ['storageQuotaBytes', () => ({ storageQuotaBytes: (1n << 40n) + 1n })],
  ['minGapBps', () => ({ minGapBps: 0 })],
  ['minGapBps', () => ({ minGapBps: 10_001 })],
  ['targetScore', () => ({ targetScore: 0n })],
  ['targetScore', () => ({ targetScore: SCORE_ONE + 1n })],
  ['rounds', () => ({ rounds: 0 })],
  ['rounds', () => ({ rounds: 65, requiredWins: 40 })],
  ['requiredWins', () => ({ rounds: 5, requiredWins: 2 })],
  ['requiredWins', () => ({ rounds: 5, requiredWins: 6 })],
  ['bounty', () => ({ bounty: 0n })],
  ['bounty', () => ({ bounty: 1n << 96n })],
  ['bond', () => ({ bond: 1n << 96n })],
  ['operatorFee', () => ({ operatorFee: 0n })],
  ['operatorFee', ({ bounty }) => ({ operatorFee: bounty / 20n + 1n })],
  ['bounty', ({ bounty }) => ({ minGapBps: 10_000, operatorFee: bounty })],
  ['quorumBps', () => ({ quorumBps: 6_666 })],
  ['quorumBps', () => ({ quorumBps: 7_501 })],
  ['maxPending', () => ({ maxPending: 0 })],
  ['maxPending', () => ({ maxPending: 257 })],
  ['deadline', (_terms, now) => ({ deadline: now })],
  ['deadline', (_terms, now) => ({ deadline: now + YEARS + 3_600 })],
];

test.for(REFUSED)(
  'the contract refuses "%s" with the value and the bound that are predicted',
  async ([term, change]) => {
    const { deployment, publicClient, accounts, clientOf } = marketplace();
    const sound = testTerms(deployment);
    const client = clientOf(accounts.owner);
    const [definition, { feeUnit }, block] = await Promise.all([
      getTaskDefinition(client, { taskDefinitionId: deployment.taskDefinitionId }),
      getTokenTerms(client, { token: sound.token }),
      publicClient.getBlock({ blockTag: 'latest' }),
    ]);
    const now = Number(block.timestamp);
    const terms = { ...sound, ...change(sound, now) };
    const [predicted] = findTermViolations(terms, { definition, feeUnit, now });
    expect(predicted?.term).toBe(term);
    const refusal: unknown = await read('try the terms', () =>
      publicClient.call({
        account: accounts.owner.address,
        to: deployment.contracts.modelSubmission,
        data: encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName: 'createTask',
          args: [terms, 1n << 128n],
        }),
        // On the newest block, whose time is known.
        blockNumber: block.number,
      }),
    ).catch((error: unknown) => error);
    if (!(refusal instanceof ContractRevertedError)) throw new TypeError('the contract took the terms');
    expect(refusal.errorName).toBe('TermOutOfBounds');
    const [name, value, bound] = refusal.args;
    expect(isHex(name) && hexToString(trim(name, { dir: 'right' }))).toBe(predicted?.term);
    expect([value, bound]).toEqual([predicted?.value, predicted?.bound]);
  },
);

test('sound terms have no violation', async () => {
  const { deployment, accounts, clientOf, publicClient } = marketplace();
  const client = clientOf(accounts.owner);
  const terms = testTerms(deployment);
  const definition = await getTaskDefinition(client, { taskDefinitionId: terms.taskDefinitionId });
  const { feeUnit } = await getTokenTerms(client, { token: terms.token });
  const { timestamp } = await publicClient.getBlock();
  expect(findTermViolations(terms, { definition, feeUnit, now: Number(timestamp) })).toEqual([]);
});
