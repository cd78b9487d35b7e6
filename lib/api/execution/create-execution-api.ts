import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Hex } from 'viem';
import type { z } from 'zod';
import { MalformedClaimDataError } from '#protocol/http/claims.ts';
import {
  type ExecuteRequest,
  type ValidateRequest,
  executeRequestSchema,
  validateRequestSchema,
} from '#protocol/http/execution.ts';
import { RefusalError } from '#protocol/http/refusal.ts';
import { parseJsonBody } from '../body/parse-json-body.ts';

const MAXIMUM_BODY_BYTES = 4_096;
const BEARER = 'Bearer ';

/** What a performer would report: its claim without a signature. */
export type Execution = { proofOfTask: Hex; data: Hex; taskDefinitionId: number };

export type ExecutionApiParameters = {
  /** Who asks must show it; `undefined` where only this machine can ask. */
  token: string | undefined;
  /** Evaluates a submission. @throws {RefusalError} when it cannot be evaluated now. */
  execute: (request: ExecuteRequest) => Promise<Execution>;
  /** Evaluates what a claim is about, and says whether it is true. @throws {RefusalError} */
  validate: (request: ValidateRequest) => Promise<boolean>;
  /** Told of errors that are not the caller's fault, which the answer does not show. */
  onError: (error: unknown) => void;
};

/**
 * `POST /task/execute` and `POST /task/validate`, as Othentic's tools call them: `{ data: … }`, else
 * `{ error: { code, message } }`. They compute verdicts, which nobody else may know before they are mined: never serve
 * them with the public routes.
 */
export function createExecutionApi(parameters: ExecutionApiParameters): Hono {
  const { token, execute, validate, onError } = parameters;
  const api = new Hono().basePath('/task');
  api.use(async (context, next) => {
    if (token !== undefined && !isToken(context.req.header('authorization'), token)) {
      return context.json({ error: { code: 'unauthorised', message: 'The bearer token is wrong.' } }, 401);
    }
    return next();
  });
  api.use(
    bodyLimit({
      maxSize: MAXIMUM_BODY_BYTES,
      onError: (context) =>
        context.json(
          { error: { code: 'too-large', message: `A request has at most ${MAXIMUM_BODY_BYTES} bytes.` } },
          413,
        ),
    }),
  );
  const route = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    run: (request: z.output<Schema>) => Promise<unknown>,
  ) => api.post(path, (context) => answer(context, { schema, run, onError }));
  route('/execute', executeRequestSchema, execute);
  route('/validate', validateRequestSchema, validate);
  return api;
}

async function answer<Schema extends z.ZodType>(
  context: Context,
  parameters: {
    schema: Schema;
    run: (request: z.output<Schema>) => Promise<unknown>;
    onError: (error: unknown) => void;
  },
): Promise<Response> {
  const { schema, run, onError } = parameters;
  const malformed = (message: string) => context.json({ error: { code: 'malformed', message } }, 400);
  const body = await parseJsonBody(context, schema);
  if ('problem' in body) return malformed(body.problem);
  try {
    return context.json({ data: await run(body.value) });
  } catch (error) {
    if (error instanceof MalformedClaimDataError) return malformed(error.message);
    if (error instanceof RefusalError) {
      return context.json({ error: { code: error.code, message: error.message } }, 409);
    }
    onError(error);
    return context.json({ error: { code: 'internal', message: 'Internal server error' } }, 500);
  }
}

/** Compares hashes, so that the time tells nothing of the token. */
function isToken(header: string | undefined, token: string): boolean {
  if (!header?.startsWith(BEARER)) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(header.slice(BEARER.length)), hash(token));
}
