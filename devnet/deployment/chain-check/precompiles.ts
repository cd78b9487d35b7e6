import { CallExecutionError, type PublicClient } from 'viem';
import type { Finding } from '../finding.ts';
import { PRECOMPILE_VECTORS, type PrecompileVector } from './precompile-vectors.ts';

const PRECOMPILE_GAS = 1_000_000n;

/** Whether the chain has EIP-2537: each precompile is called, and must answer as an independent implementation does. */
export async function checkPrecompiles(publicClient: PublicClient): Promise<Finding<'bls-precompiles'>> {
  const check = 'bls-precompiles';
  const wrong: string[] = [];
  for (const vector of PRECOMPILE_VECTORS) {
    if ((await call(publicClient, vector)) !== vector.output) wrong.push(vector.name);
  }
  return wrong.length === 0
    ? { check, status: 'holds', detail: `all ${PRECOMPILE_VECTORS.length} calls of EIP-2537 answer rightly` }
    : { check, status: 'fails', detail: `EIP-2537 is missing or wrong: ${wrong.join(', ')}` };
}

/** `undefined`: the call failed. An address without code answers with nothing, which is no failure. */
async function call(publicClient: PublicClient, { address, input }: PrecompileVector) {
  try {
    const { data } = await publicClient.call({ to: address, data: input, gas: PRECOMPILE_GAS });
    return data ?? '0x';
  } catch (error) {
    // What the node could not be asked is no answer.
    if (error instanceof CallExecutionError && !isTransportFailure(error)) return undefined;
    throw error;
  }
}

function isTransportFailure(error: CallExecutionError): boolean {
  const names = ['HttpRequestError', 'TimeoutError', 'WebSocketRequestError'];
  return error.walk((cause) => cause instanceof Error && names.includes(cause.name)) !== null;
}
