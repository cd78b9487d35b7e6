import { z } from '@hono/zod-openapi';
import { isDatabaseUnavailable } from '#database/unavailable.ts';
import { InvalidCursorError } from '#database/queries/pagination.ts';
import { BaseError } from '#protocol/errors/base.ts';

/** Why the read API gives no answer, for programs. */
const ERROR_CODES = ['invalid-request', 'invalid-cursor', 'not-found', 'unavailable', 'failed'] as const;

type ErrorCode = (typeof ERROR_CODES)[number];

/** What every answer that is none says. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string().openapi({ description: 'What happened, a sentence.' }),
      remedies: z.array(z.string()).openapi({ description: 'What to do, sentences.' }),
    }),
  })
  .openapi('Error');

type ErrorBody = z.infer<typeof errorSchema>;
type ErrorAnswer = { status: 400 | 404 | 500 | 503; body: ErrorBody };

/** Something is not in the index. */
export class NotInIndexError extends BaseError {
  override name = 'NotInIndexError';
  constructor({ what }: { what: string }) {
    super(`The index has no ${what}.`, {
      metaMessages: ['What happens on the chain appears a few seconds after its block is mined.'],
    });
  }
}

/** The request breaks the schema of its route. */
export class InvalidReadRequestError extends BaseError {
  override name = 'InvalidReadRequestError';
  constructor({ issues }: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }) {
    super('The request is not as the API’s description says.', {
      metaMessages: issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`),
    });
  }
}

/** An error as an answer; what is ours to mend is not told to the client. */
export function toErrorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof NotInIndexError) return answer(404, 'not-found', error);
  if (error instanceof InvalidCursorError) return answer(400, 'invalid-cursor', error);
  if (error instanceof InvalidReadRequestError) return answer(400, 'invalid-request', error);
  if (isDatabaseUnavailable(error)) {
    return answer(503, 'unavailable', {
      shortMessage: 'The index cannot be read at the moment.',
      metaMessages: ['Ask again in a few seconds.'],
    });
  }
  return answer(500, 'failed', {
    shortMessage: 'The request failed.',
    metaMessages: ['Whoever runs this server finds the reason in its log.'],
  });
}

function answer(
  status: ErrorAnswer['status'],
  code: ErrorCode,
  { shortMessage, metaMessages }: Pick<BaseError, 'shortMessage' | 'metaMessages'>,
): ErrorAnswer {
  return { status, body: { error: { code, message: shortMessage, remedies: [...metaMessages] } } };
}
