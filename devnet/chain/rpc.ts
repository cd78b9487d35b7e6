import { z } from 'zod';
import { ChainRequestError } from './errors.ts';

const response = z.object({ result: z.unknown(), error: z.object({ message: z.string() }).optional() });

/** One JSON-RPC request. @throws {ChainRequestError} */
export async function requestChain(parameters: {
  rpcUrl: string;
  method: string;
  parameters?: readonly unknown[];
  timeoutMs: number;
}): Promise<unknown> {
  const { rpcUrl, method, timeoutMs } = parameters;
  try {
    const answer = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: parameters.parameters ?? [] }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { result, error } = response.parse(await answer.json());
    if (error) throw new ChainRequestError({ method, details: error.message });
    return result;
  } catch (cause) {
    if (cause instanceof ChainRequestError) throw cause;
    throw new ChainRequestError({ method, cause });
  }
}
