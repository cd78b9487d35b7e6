import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Address } from 'viem';
import { RateLimitedError } from '#protocol/http/refusal.ts';

/** Bounds the messages that one sender makes this node verify. */
export type MessageLimit = {
  /** Counts one message. @throws {RateLimitedError} when there were too many. */
  count(message: Sender): Promise<void>;
  /** A message's signature was wrong: it cost the work of verifying it, and counts for many. */
  penalise(message: Sender): Promise<void>;
};

/** Who says to have sent a message, and from where. */
type Sender = { operator: Address; remoteAddress: string };

/** An honest operator sends a few for each verdict, and repeats at every block what was not taken. */
const MESSAGES = 100;
const WINDOW_SECONDS = 1;
/** From one address under whatever names: names are free until a signature is verified. */
const MESSAGES_FROM_ADDRESS = 1_000;

/** What a message with a wrong signature counts for. */
const PENALTY_MESSAGES = 20;

/**
 * Limits messages by operator and network address: by the operator alone, anybody could use up another one's share by
 * sending garbage in its name.
 */
export function createMessageLimit(
  parameters: { messages?: number; messagesFromAddress?: number } = {},
): MessageLimit {
  const { messages = MESSAGES, messagesFromAddress = MESSAGES_FROM_ADDRESS } = parameters;
  const bySender = new RateLimiterMemory({ points: messages, duration: WINDOW_SECONDS });
  const byAddress = new RateLimiterMemory({ points: messagesFromAddress, duration: WINDOW_SECONDS });
  const senderKey = ({ operator, remoteAddress }: Sender) => `${remoteAddress} ${operator.toLowerCase()}`;
  return {
    penalise: async (sender) => {
      await byAddress.penalty(sender.remoteAddress, PENALTY_MESSAGES);
      await bySender.penalty(senderKey(sender), PENALTY_MESSAGES);
    },
    count: async (sender) => {
      const { operator, remoteAddress } = sender;
      try {
        await byAddress.consume(remoteAddress);
        await bySender.consume(senderKey(sender));
      } catch (cause) {
        if (!(cause instanceof RateLimiterRes)) throw cause;
        throw new RateLimitedError({ operator, waitMs: cause.msBeforeNext });
      }
    },
  };
}
