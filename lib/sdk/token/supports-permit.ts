import { type Address, ContractFunctionZeroDataError } from 'viem';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import { ContractRevertedError } from '../errors/contract-reverted.ts';

export type SupportsPermitParameters = {
  token: Address;
  /** Whose nonce is asked for. */
  account: Address;
};

export type SupportsPermitReturnType = boolean;

/** Whether `signPermit` can be used with a token: whether it knows EIP-2612 and EIP-5267. @throws {ChainUnreachableError} */
export async function supportsPermit(
  { publicClient }: ReadClient,
  { token, account }: SupportsPermitParameters,
): Promise<SupportsPermitReturnType> {
  try {
    await read(`ask whether ${token} takes permits`, () =>
      Promise.all([
        publicClient.readContract({
          address: token,
          abi: testTokenAbi,
          functionName: 'nonces',
          args: [account],
        }),
        publicClient.readContract({ address: token, abi: testTokenAbi, functionName: 'eip712Domain' }),
      ]),
    );
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** The contract has no such function: it reverts, or answers nothing. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const refusal = error.walk(
    (cause) => cause instanceof ContractRevertedError || cause instanceof ContractFunctionZeroDataError,
  );
  return refusal !== undefined;
}
