import { isAddressEqual } from 'viem';
import { findAttestation, saveUnverified, saveVerified } from '#database/operator/attestations.ts';
import { findEvaluation } from '#database/operator/evaluations.ts';
import { keepSignedVerdict } from '#database/operator/signed-verdicts.ts';
import { isUnexplained, keepUnexplained } from '#database/operator/unexplained-signatures.ts';
import type { Attestation, AttestationMessage } from '#protocol/http/attestations.ts';
import {
  InvalidSignatureError,
  NotExpectedError,
  TooEarlyError,
  UnknownOperatorError,
} from '#protocol/http/refusal.ts';
import { verdictHash } from '#protocol/verdict/messages.ts';
import { type Verdict, decodeVerdict } from '#protocol/verdict/verdict.ts';
import type { Operator } from '#sdk/operators/get-operators.ts';
import { isEvaluated } from '#sdk/slashing/evidence.ts';
import { findOperator } from '../chain/operator-set.ts';
import { messageScope } from '../chain/situation.ts';
import type { NodeContext } from '../context.ts';
import { verifyBls } from '../keys/bls.ts';
import { requireExpected } from './expected.ts';

/**
 * Takes another operator's signature under the verdict that this node computed itself. The first in an operator's name
 * is taken as it comes, and verified together with the others' later: that is what makes a thousand of them cheap. When
 * a different one comes, that one is verified at once. So nobody can keep an operator out by sending garbage in its
 * name first, and garbage costs no more than a verification each.
 *
 * @returns Whether it is new.
 * @throws {RefusalError}
 */
export async function acceptAttestation(context: NodeContext, message: AttestationMessage): Promise<boolean> {
  const { database, views, log, operator: self } = context;
  const { verdict: disclosed, ...sent } = message;
  const { submissionId } = sent;
  const member = findOperator(await views.operatorSet(), sent.operator);
  if (!member) throw new UnknownOperatorError({ operator: sent.operator });
  const attestation = { ...sent, operator: member.operator };
  const evaluation = await findEvaluation(database, attestation);
  const ownHash = evaluation?.computed?.verdictHash;
  if (disclosed !== undefined) {
    await takeDisclosed(context, { attestation, key: member.key, disclosed, ownHash });
  }
  if (ownHash === undefined) {
    if (evaluation?.status === 'Abstained') {
      throw new NotExpectedError({ submissionId, reason: 'this node could not evaluate it' });
    }
    await requireExpected(context, attestation);
    throw new TooEarlyError({ submissionId, reason: 'this node has not computed the verdict yet' });
  }
  const isOwn = isAddressEqual(member.operator, self);
  // The own signature is made here, and comes from nowhere else.
  const isNew = !isOwn && (await saveUnverified(database, attestation));
  if (isNew) {
    log.info(
      { submissionId, championId: attestation.championId, peer: member.operator },
      'attestation received',
    );
    return true;
  }
  const known = await findAttestation(database, attestation);
  if (known?.signature === attestation.signature) return false;
  if (isOwn || (await isUnexplained(database, attestation)) || known?.isVerified) {
    if (!isOwn) await keepUnexplained(database, attestation);
    throw new InvalidSignatureError({ operator: member.operator, kind: 'BLS' });
  }
  if (!verifyBls({ key: member.key, message: ownHash, signature: attestation.signature })) {
    await keepUnexplained(database, attestation);
    throw new InvalidSignatureError({ operator: member.operator, kind: 'BLS' });
  }
  await saveVerified(database, attestation);
  if (known) await keepUnexplained(database, known);
  return true;
}

/**
 * Keeps what an operator itself says that it signed, when that is another verdict than this node's: with a signature
 * under the right one it is evidence.
 *
 * @throws {RefusalError} unless it is this node's own verdict.
 */
async function takeDisclosed(
  context: NodeContext,
  parameters: {
    attestation: Attestation;
    key: Operator['key'];
    disclosed: `0x${string}`;
    ownHash: `0x${string}` | undefined;
  },
): Promise<void> {
  const { client, database, log } = context;
  const { attestation, key, disclosed, ownHash } = parameters;
  const { operator, submissionId, championId, signature } = attestation;
  const verdict = tryDecode(disclosed);
  const { view } = await requireExpected(context, attestation);
  const { taskDefinitionId } = view.task;
  const hash = verdict && verdictHash({ ...messageScope(client, taskDefinitionId), verdict });
  if (hash !== undefined && hash === ownHash) return;
  const isAbout =
    verdict?.submissionId === submissionId &&
    verdict.seed === attestation.seed &&
    verdict.championId === championId;
  if (
    !verdict ||
    !hash ||
    !isAbout ||
    !isEvaluated(verdict) ||
    !verifyBls({ key, message: hash, signature })
  ) {
    throw new InvalidSignatureError({ operator, kind: 'BLS' });
  }
  await keepSignedVerdict(database, { operator, verdict, verdictHash: hash, taskDefinitionId, signature });
  log.warn(
    { submissionId, championId, peer: operator },
    'an operator signed another verdict than this node computed',
  );
  if (ownHash !== undefined) throw new InvalidSignatureError({ operator, kind: 'BLS' });
}

function tryDecode(data: `0x${string}`): Verdict | undefined {
  try {
    return decodeVerdict(data);
  } catch {
    // Not the encoding of a verdict: whatever it is, nobody signed it as one.
    return undefined;
  }
}
