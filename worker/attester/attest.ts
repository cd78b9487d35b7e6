import { type Hex, isAddressEqual } from 'viem';
import { type StoredAttestation, saveVerified } from '#database/operator/attestations.ts';
import type { StoredClaim } from '#database/operator/claims.ts';
import { type EvaluationKey, toEvaluationKey } from '#database/operator/evaluation-key.ts';
import type { Evaluation } from '#database/operator/evaluations.ts';
import { promiseVerdict } from '#database/operator/promises.ts';
import { BaseError } from '#protocol/errors/base.ts';
import type { Attestation } from '#protocol/http/attestations.ts';
import { currentAttempt, findOperator } from '../chain/operator-set.ts';
import type { Situation } from '../chain/situation.ts';
import type { SigningContext } from '../context.ts';

/** The operator promised another verdict before; signing this one would get it slashed. */
export class DoubleSignError extends BaseError {
  override name = 'DoubleSignError';
  constructor({ submissionId, promised, wanted }: { submissionId: bigint; promised: Hex; wanted: Hex }) {
    super(
      `This operator already signed another verdict on submission ${submissionId}; it will not sign a second.`,
      {
        metaMessages: [
          `signed before: ${promised}`,
          `computed now:  ${wanted}`,
          'Evaluations are deterministic, so one of the two was computed by a damaged or altered machine. Find out which.',
        ],
        docsPath: 'operators.md#slashing',
      },
    );
  }
}

/**
 * Signs a computed verdict and gives the signature to the aggregators, once the elected performer has claimed or
 * the response window is over. Attesting again gives the same signature.
 *
 * @param claims The valid claims on the evaluation.
 * @param attestations The signatures that are known.
 * @returns The same with the operator's own.
 * @throws {DoubleSignError}
 */
export async function attest(
  context: SigningContext,
  situation: Situation,
  parameters: {
    evaluation: Evaluation;
    claims: readonly StoredClaim[];
    attestations: readonly StoredAttestation[];
  },
): Promise<readonly StoredAttestation[]> {
  const { evaluation, claims, attestations } = parameters;
  const { computed } = evaluation;
  const { account, peers } = context;
  if (!computed || !findOperator(situation.set, account.address)) return attestations;
  if (claims.length === 0 && !isWindowOver(situation)) return attestations;

  const known = attestations.find(
    ({ operator, isVerified }) => isVerified && isAddressEqual(operator, account.address),
  );
  const own = known ?? (await signVerdict(context, { key: evaluation, verdictHash: computed.verdictHash }));
  peers.sendAttestation(situation.set.operators, toAttestation(own));
  return known ? attestations : [...attestations, { ...own, isVerified: true }];
}

/**
 * Signs a verdict, unless another one was promised for the same submission, seed and champion: the promise is kept
 * before the key is used, so that no crash in between makes the operator sign twice.
 *
 * @throws {DoubleSignError}
 */
export async function signVerdict(
  { account, bls, database, log }: Pick<SigningContext, 'account' | 'bls' | 'database' | 'log'>,
  parameters: { key: EvaluationKey; verdictHash: Hex },
): Promise<Attestation> {
  const key = toEvaluationKey(parameters.key);
  const { verdictHash } = parameters;
  const { submissionId, championId } = key;
  const promised = await promiseVerdict(database, { ...key, verdictHash });
  if (promised !== verdictHash) throw new DoubleSignError({ submissionId, promised, wanted: verdictHash });
  const attestation = { ...key, operator: account.address, signature: bls.sign(verdictHash) };
  await saveVerified(database, attestation);
  log.info({ submissionId, championId }, 'verdict attested');
  return attestation;
}

/** What is sent: nothing that is only kept here. */
function toAttestation({ submissionId, seed, championId, operator, signature }: Attestation): Attestation {
  return { submissionId, seed, championId, operator, signature };
}

function isWindowOver({ head, seed, definition, pausedBlocks }: Situation): boolean {
  const { responseWindowBlocks } = definition;
  const { seedBlock } = seed;
  return currentAttempt({ blockNumber: head, seedBlock, responseWindowBlocks, pausedBlocks }) > 0;
}
