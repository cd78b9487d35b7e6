import { type Hex, keccak256, parseEther, zeroHash } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { createBlsSigner, decompressSignature } from '#worker/keys/bls.ts';
import { UNAVAILABLE_TRACE_DIGEST, claimHash, proofOfTask, verdictHash } from '#protocol/verdict/messages.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { type TestOperator, useMarketplace } from '../../../test/marketplace.ts';
import { testTerms } from '../../../test/terms.ts';
import type { WriteClient } from '../client.ts';
import { createTask } from '../marketplace/create-task.ts';
import { getTaskCost } from '../marketplace/get-task-cost.ts';
import { getVerdict } from '../marketplace/get-verdict.ts';
import { approve } from '../token/approve.ts';
import { type ContradictingClaimEvidence, type EquivocationEvidence, isContradicting } from './evidence.ts';
import { isOffenceProven, offenceId } from './offence.ts';
import { slashContradictingClaim, slashEquivocation } from './slash.ts';

const STAKE = parseEther('1000');
const marketplace = useMarketplace({ operatorCount: 4 });

let reporter: WriteClient;
let standing: Verdict;
let scope: { chainId: number; attestationCenter: Hex; taskDefinitionId: number };

beforeAll(async () => {
  const { accounts, clientOf, deployment, settle } = marketplace();
  reporter = clientOf(accounts.owner);
  const { chainId, taskDefinitionId, contracts } = deployment;
  scope = { chainId, taskDefinitionId, attestationCenter: contracts.attestationCenter };
  const terms = testTerms(deployment);
  const { total } = await getTaskCost(reporter, { terms });
  await approve(reporter, { token: terms.token, amount: total });
  const { baselineId } = await createTask(reporter, { terms });
  await settle({
    submissionId: baselineId,
    verdict: () => ({
      championId: baselineId,
      outcome: 'Baseline',
      wins: 0,
      championDecidingSum: SCORE_ONE,
      challengerDecidingSum: 0n,
      championPricingSum: 0n,
      challengerPricingSum: 0n,
      traceDigest: zeroHash,
    }),
  });
  ({ verdict: standing } = await getVerdict(reporter, { submissionId: baselineId }));
});

function operator(index: number): TestOperator {
  const found = marketplace().operators[index];
  if (!found) throw new RangeError(`there is no operator ${index}`);
  return found;
}

const alter = (verdict: Verdict): Verdict => ({ ...verdict, traceDigest: keccak256(verdict.traceDigest) });

function equivocationOf({ signer }: TestOperator, second: Verdict): EquivocationEvidence {
  const sign = (verdict: Verdict) => decompressSignature(signer.sign(verdictHash({ ...scope, verdict })));
  return {
    key: signer.publicKey,
    taskDefinitionId: scope.taskDefinitionId,
    first: standing,
    firstSignature: sign(standing),
    second,
    secondSignature: sign(second),
  };
}

async function claimOf({ account }: TestOperator, claimed: Verdict): Promise<ContradictingClaimEvidence> {
  const { submissionId, seed, championId } = standing;
  const proof = proofOfTask({
    performer: account.address,
    verdictHash: verdictHash({ ...scope, verdict: claimed }),
  });
  const claim = { submissionId, seed, championId, attempt: 0, proofOfTask: proof };
  const signature = await account.signMessage({ message: { raw: claimHash({ ...scope, claim }) } });
  return { performer: account.address, claim, signature, verdict: standing };
}

describe('slashEquivocation', () => {
  test('default: two signatures on different verdicts cost half the stake, once', async () => {
    const culprit = operator(0);
    const { submissionId, seed, championId } = standing;
    const id = offenceId({
      offence: 'Equivocation',
      operator: culprit.account.address,
      submissionId,
      seed,
      championId,
    });
    expect(await isOffenceProven(reporter, { offenceId: id })).toBe(false);
    const evidence = equivocationOf(culprit, alter(standing));
    expect(await slashEquivocation(reporter, { evidence })).toMatchObject({
      offenceId: id,
      operator: culprit.account.address,
      slashed: STAKE / 2n,
    });
    expect(await isOffenceProven(reporter, { offenceId: id })).toBe(true);
    await expect(slashEquivocation(reporter, { evidence })).rejects.toMatchObject({
      errorName: 'AlreadySlashed',
    });
  });

  test('error: a verdict on another champion may be true as well', async () => {
    const evidence = equivocationOf(operator(1), { ...alter(standing), championId: 99n });
    await expect(slashEquivocation(reporter, { evidence })).rejects.toMatchObject({
      errorName: 'DifferentEvaluations',
    });
  });

  test('error: a signature by somebody else proves nothing', async () => {
    const other = createBlsSigner(`0x${'7'.padStart(64, '0')}`);
    const evidence = equivocationOf(operator(1), alter(standing));
    const forged = decompressSignature(other.sign(verdictHash({ ...scope, verdict: alter(standing) })));
    await expect(
      slashEquivocation(reporter, { evidence: { ...evidence, secondSignature: forged } }),
    ).rejects.toMatchObject({ errorName: 'SignatureInvalid' });
  });
});

describe('slashContradictingClaim', () => {
  test('default: a claim of another verdict than the one that stands costs a tenth of the stake', async () => {
    const liar = operator(2);
    const evidence = await claimOf(liar, alter(standing));
    expect(isContradicting(evidence, { verdict: standing, scope })).toBe(true);
    expect(await slashContradictingClaim(reporter, { evidence })).toMatchObject({
      operator: liar.account.address,
      slashed: STAKE / 10n,
    });
  });

  test('behavior: a claim that holds, or that content was unavailable, is no evidence', async () => {
    const honest = operator(3);
    const unavailable: Verdict = {
      ...standing,
      outcome: 'Unavailable',
      championDecidingSum: 0n,
      traceDigest: UNAVAILABLE_TRACE_DIGEST,
    };
    for (const [claimed, errorName] of [
      [standing, 'ClaimHolds'],
      [unavailable, 'ClaimOfUnavailability'],
    ] as const) {
      const evidence = await claimOf(honest, claimed);
      expect(isContradicting(evidence, { verdict: standing, scope })).toBe(false);
      await expect(slashContradictingClaim(reporter, { evidence })).rejects.toMatchObject({ errorName });
    }
  });

  test('behavior: a claim on another seed, as before a reorganisation, is no evidence', async () => {
    const evidence = await claimOf(operator(3), alter(standing));
    const earlier = { ...evidence, claim: { ...evidence.claim, seed: keccak256(standing.seed) } };
    expect(isContradicting(earlier, { verdict: standing, scope })).toBe(false);
  });
});
