import { type Address, type Hex, parseSignature } from 'viem';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import { read } from '../chain/read.ts';
import type { WriteClient } from '../client.ts';
import { attempt } from '../transaction/transact.ts';

/** An EIP-2612 permit as the contracts take it. */
export type Permit = {
  value: bigint;
  /** Unix seconds. */
  deadline: bigint;
  v: number;
  r: Hex;
  s: Hex;
};

export type SignPermitParameters = {
  token: Address;
  /** @default model submission */
  spender?: Address | undefined;
  /** In the token’s base units. */
  amount: bigint;
  /** Unix seconds. @default an hour after the chain’s newest block */
  deadline?: bigint | undefined;
};

export type SignPermitReturnType = Permit;

const DEFAULT_VALIDITY_SECONDS = 3_600n;

/**
 * Signs a permit instead of sending an approval; costs no gas. The token must know EIP-2612 and EIP-5267.
 *
 * @throws {SignatureRejectedError}, {ContractRevertedError} when the token has no permits.
 */
export async function signPermit(
  client: WriteClient,
  parameters: SignPermitParameters,
): Promise<SignPermitReturnType> {
  const { publicClient, walletClient, deployment } = client;
  const { token, amount, spender = deployment.contracts.modelSubmission } = parameters;
  const { account } = walletClient;
  const [nonce, [, name, version], block] = await read(`read the permit’s domain of ${token}`, () =>
    Promise.all([
      publicClient.readContract({
        address: token,
        abi: testTokenAbi,
        functionName: 'nonces',
        args: [account.address],
      }),
      publicClient.readContract({ address: token, abi: testTokenAbi, functionName: 'eip712Domain' }),
      publicClient.getBlock(),
    ]),
  );
  const deadline = parameters.deadline ?? block.timestamp + DEFAULT_VALIDITY_SECONDS;
  const action = `sign a permit for ${amount} of the token`;
  const signature = await attempt({ action, account: account.address }, () =>
    walletClient.signTypedData({
      account,
      domain: { name, version, chainId: deployment.chainId, verifyingContract: token },
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      primaryType: 'Permit',
      message: { owner: account.address, spender, value: amount, nonce, deadline },
    }),
  );
  const { r, s, yParity } = parseSignature(signature);
  return { value: amount, deadline, v: 27 + yParity, r, s };
}
