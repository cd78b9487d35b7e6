import type { Logger } from 'pino';
import type { Database } from '#database/client.ts';
import { type InboxMessage, decideMessage, forgetMessages, listUndecided } from '#database/operator/inbox.ts';
import { type AttestationMessage, attestationSchema } from '#protocol/http/attestations.ts';
import { type SignedClaim, fromSendTaskParameters, sendTaskParametersSchema } from '#protocol/http/claims.ts';
import { RefusalError } from '#protocol/http/refusal.ts';

/** Decides about messages that came to the web app. */
export type InboxDesk = {
  /** There is a message, or there may be one. */
  wake(): void;
  /** Removes what nobody waits for any more. */
  forget(): Promise<void>;
  /** Waits for what is being decided. */
  close(): Promise<void>;
};

/** What a process takes, as it takes what comes to its own routes. */
export type Acceptance = {
  acceptClaim: (claim: SignedClaim) => Promise<void>;
  acceptAttestation: (attestation: AttestationMessage) => Promise<void>;
};

/** Makes a desk. Several processes may decide about the same message: that changes nothing, and the first answer stands. */
export function createInboxDesk(parameters: { database: Database; log: Logger } & Acceptance): InboxDesk {
  const { database, log, acceptClaim, acceptAttestation } = parameters;
  let running: Promise<void> | undefined;
  let isWokenAgain = false;
  let isClosed = false;

  async function decide({ id, kind, body }: InboxMessage): Promise<void> {
    try {
      const json: unknown = JSON.parse(body);
      if (kind === 'Claim') {
        await acceptClaim(fromSendTaskParameters(sendTaskParametersSchema.parse(json)));
      } else {
        await acceptAttestation(attestationSchema.parse(json));
      }
      await decideMessage(database, { id, outcome: 'accepted', message: undefined });
    } catch (error) {
      if (error instanceof RefusalError) {
        await decideMessage(database, { id, outcome: error.code, message: error.message });
        return;
      }
      log.error({ error }, 'a message of the inbox could not be decided about');
      await decideMessage(database, { id, outcome: 'failed', message: undefined });
    }
  }

  async function run(): Promise<void> {
    do {
      isWokenAgain = false;
      for (;;) {
        const messages = await listUndecided(database);
        if (messages.length === 0) break;
        await Promise.all(messages.map(decide));
      }
    } while (isWokenAgain && !isClosed);
  }

  return {
    wake: () => {
      if (isClosed) return;
      isWokenAgain = true;
      running ??= run()
        .catch((error: unknown) => log.warn({ error }, 'the inbox could not be read'))
        .finally(() => {
          running = undefined;
        });
    },
    forget: () => forgetMessages(database),
    close: async () => {
      isClosed = true;
      await running;
    },
  };
}
