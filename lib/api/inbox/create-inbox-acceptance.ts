import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#database/client.ts';
import { type InboxKind, findDecision, putMessage } from '#database/operator/inbox.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { type AttestationMessage, toAttestationBody } from '#protocol/http/attestations.ts';
import { type SignedClaim, toSendTaskParameters } from '#protocol/http/claims.ts';
import { RelayedRefusalError, refusalSchema } from '#protocol/http/refusal.ts';

const POLL_INTERVAL_MS = 25;
/** Less than what a peer waits for an answer. */
const PATIENCE_MS = 4_000;

/** The node took the message and could not decide. */
class UndecidedMessageError extends BaseError {
  override name = 'UndecidedMessageError';
  constructor() {
    super('The operator’s node failed to decide about the message.', {
      metaMessages: ['Its log says why.'],
      docsPath: 'operators.md#logs',
    });
  }
}

/**
 * Takes claims and attestations on a server that decides nothing itself: they are put into the database that it shares
 * with the operator's node, which decides; its decision is the answer.
 */
export function createInboxAcceptance(database: Database): {
  /** @throws {RelayedRefusalError}, {UndecidedMessageError} */
  acceptClaim: (claim: SignedClaim) => Promise<void>;
  /** @throws {RelayedRefusalError}, {UndecidedMessageError} */
  acceptAttestation: (attestation: AttestationMessage) => Promise<void>;
} {
  const decide = async (kind: InboxKind, body: unknown): Promise<void> => {
    const id = await putMessage(database, { kind, body: JSON.stringify(body) });
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (performance.now() < deadlineMs) {
      const decision = await findDecision(database, { id });
      if (decision?.outcome === 'accepted') return;
      if (decision) {
        const refusal = refusalSchema.safeParse({ code: decision.outcome, message: decision.message });
        if (refusal.success) throw new RelayedRefusalError(refusal.data);
        throw new UndecidedMessageError();
      }
      await delay(POLL_INTERVAL_MS);
    }
    const message = `The operator's node did not decide within ${PATIENCE_MS} ms. Send it again soon.`;
    throw new RelayedRefusalError({ code: 'too-early', message });
  };
  return {
    acceptClaim: (claim) => decide('Claim', toSendTaskParameters(claim)),
    acceptAttestation: (attestation) => decide('Attestation', toAttestationBody(attestation)),
  };
}
