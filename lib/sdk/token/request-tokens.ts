import { type Address, type TransactionReceipt, encodeFunctionData } from 'viem';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type RequestTokensParameters = TransactionOptions & {
  /** @default the deployment’s first token */
  token?: Address | undefined;
  /** In base units; the faucet has a limit a call. */
  amount: bigint;
};

export type RequestTokensReturnType = { receipt: TransactionReceipt };

/** Draws test tokens from the faucet that the tokens of local and test chains have. @throws {ContractRevertedError} */
export async function requestTokens(
  client: WriteClient,
  parameters: RequestTokensParameters,
): Promise<RequestTokensReturnType> {
  const { amount, token = client.deployment.contracts.token, ...options } = parameters;
  const receipt = await transact(client, {
    ...options,
    to: token,
    data: encodeFunctionData({ abi: testTokenAbi, functionName: 'faucet', args: [amount] }),
    action: 'draw test tokens',
  });
  return { receipt };
}
