import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import {
  MalformedClaimDataError,
  type SignedClaim,
  fromSendTaskParameters,
  sendTaskParametersSchema,
} from '#protocol/http/claims.ts';
import {
  JSON_RPC_ERROR,
  type JsonRpcError,
  type JsonRpcId,
  type JsonRpcRequest,
  type JsonRpcResponse,
  jsonRpcRequestSchema,
} from '#protocol/http/json-rpc.ts';
import { RefusalError, isBadSignature } from '#protocol/http/refusal.ts';
import type { MessageLimit } from '../limits/message-limit.ts';

const MAXIMUM_BODY_BYTES = 65_536;
/** Bounds the signature checks that one request can cause. */
const MAXIMUM_BATCH_LENGTH = 50;

export type AvsApiParameters = {
  /**
   * Verifies and stores a performer's claim; storing one again changes nothing.
   *
   * @throws {RefusalError} when it breaks a rule.
   */
  acceptClaim: (claim: SignedClaim) => Promise<void>;
  /** Bounds what one sender may send. @throws {RateLimitedError} */
  limit: MessageLimit;
  /** The network address that a request came from. */
  remoteAddress: (context: Context) => string;
  /** Told of errors that are not the sender's fault, which the answer does not show. */
  onError: (error: unknown) => void;
};

/**
 * The AVS Web API: JSON-RPC 2.0 over `POST /` and `POST /rpc` with the method `sendTask`, whose result is `true`
 * once the claim is stored. Batches and notifications as JSON-RPC defines them.
 */
export function createAvsApi(parameters: AvsApiParameters): Hono {
  const api = new Hono();
  const limit = bodyLimit({
    maxSize: MAXIMUM_BODY_BYTES,
    onError: (context) =>
      context.json(
        failure(null, {
          code: JSON_RPC_ERROR.invalidRequest,
          message: `A request has at most ${MAXIMUM_BODY_BYTES} bytes.`,
        }),
        413,
      ),
  });
  const handle = async (context: Context) => {
    const { limit: messages, remoteAddress, acceptClaim } = parameters;
    const answer = await answerText(await context.req.text(), {
      ...parameters,
      acceptClaim: async (signed) => {
        const sender = { operator: signed.performer, remoteAddress: remoteAddress(context) };
        await messages.count(sender);
        try {
          await acceptClaim(signed);
        } catch (error) {
          if (isBadSignature(error)) await messages.penalise(sender);
          throw error;
        }
      },
    });
    return answer === undefined ? context.body(null, 204) : context.json(answer);
  };
  api.post('/', limit, handle);
  api.post('/rpc', limit, handle);
  return api;
}

async function answerText(
  text: string,
  parameters: AvsApiParameters,
): Promise<JsonRpcResponse | JsonRpcResponse[] | undefined> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return failure(null, { code: JSON_RPC_ERROR.parse, message: 'The body is not JSON.' });
  }
  if (!Array.isArray(body)) return answerRequest(body, parameters);
  if (body.length === 0 || body.length > MAXIMUM_BATCH_LENGTH) {
    return failure(null, {
      code: JSON_RPC_ERROR.invalidRequest,
      message: `A batch has 1 to ${MAXIMUM_BATCH_LENGTH} requests, not ${body.length}.`,
    });
  }
  const answers: JsonRpcResponse[] = [];
  for (const request of body) {
    const answer = await answerRequest(request, parameters);
    if (answer !== undefined) answers.push(answer);
  }
  return answers.length === 0 ? undefined : answers;
}

async function answerRequest(
  body: unknown,
  parameters: AvsApiParameters,
): Promise<JsonRpcResponse | undefined> {
  const request = jsonRpcRequestSchema.safeParse(body);
  if (!request.success) {
    return failure(null, {
      code: JSON_RPC_ERROR.invalidRequest,
      message: 'Not a JSON-RPC 2.0 request: it needs "jsonrpc": "2.0" and a "method".',
    });
  }
  const { id } = request.data;
  const outcome = await call(request.data, parameters);
  // JSON-RPC: a notification is never answered, not even with an error.
  if (id === undefined) return undefined;
  return 'error' in outcome ? failure(id, outcome.error) : { jsonrpc: '2.0', id, result: outcome.result };
}

async function call(
  request: JsonRpcRequest,
  { acceptClaim, onError }: AvsApiParameters,
): Promise<{ result: true } | { error: JsonRpcError }> {
  if (request.method !== 'sendTask') {
    return {
      error: {
        code: JSON_RPC_ERROR.methodNotFound,
        message: `There is no method "${request.method}"; this node has "sendTask".`,
      },
    };
  }
  const params = sendTaskParametersSchema.safeParse(request.params);
  if (!params.success) {
    const [issue] = params.error.issues;
    return {
      error: {
        code: JSON_RPC_ERROR.invalidParams,
        message:
          'sendTask takes [proofOfTask, data, taskDefinitionId, performerAddress, signature, signatureType, targetChainId].' +
          (issue ? ` Parameter ${issue.path.join('.')}: ${issue.message}` : ''),
      },
    };
  }
  try {
    await acceptClaim(fromSendTaskParameters(params.data));
    return { result: true };
  } catch (error) {
    if (error instanceof MalformedClaimDataError) {
      return { error: { code: JSON_RPC_ERROR.invalidParams, message: error.message } };
    }
    if (error instanceof RefusalError) {
      return {
        error: { code: JSON_RPC_ERROR.refused, message: error.message, data: { code: error.code } },
      };
    }
    onError(error);
    return { error: { code: JSON_RPC_ERROR.internal, message: 'Internal error' } };
  }
}

function failure(id: JsonRpcId, error: JsonRpcError): JsonRpcResponse {
  return { jsonrpc: '2.0', id, error };
}
