import { bls } from '@chainsafe/bls/blst-native';
import { type Hex, hexToBytes, keccak256, numberToHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalChain, startChain } from '#devnet/chain.ts';
import { type Rehearsal, createRehearsal } from '#devnet/deployment/rehearsal.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { type G2Point, decodeG1, decodeG2 } from '#protocol/verdict/points.ts';
import { aggregateSignatures } from '#worker/keys/bls.ts';
import { seededRandom } from './random.ts';

const OPERATORS = 7;
const CASES = 24;
const SEED = 20_260_101;

let chain: LocalChain;
let rehearsal: Rehearsal;

beforeAll(async () => {
  chain = await startChain();
  rehearsal = await createRehearsal({ rpcUrl: chain.rpcUrl, operatorCount: OPERATORS });
});

afterAll(async () => {
  await chain.stop();
});

/** Whether the registry takes the signature for that of all but the missing. */
async function acceptedOnChain(
  message: Hex,
  missing: ReadonlySet<number>,
  signature: G2Point,
): Promise<boolean> {
  const { publicClient, deployment, operators } = rehearsal;
  try {
    await publicClient.readContract({
      address: deployment.contracts.operatorRegistry,
      abi: operatorRegistryAbi,
      functionName: 'verifyAggregate',
      args: [
        message,
        operators.filter((_, index) => missing.has(index)).map(({ bls: { publicKey } }) => publicKey),
        signature,
      ],
    });
    return true;
  } catch (error) {
    // Anything but a refusal is a failure of the test.
    expect(String(error)).toContain('AggregateSignatureInvalid');
    return false;
  }
}

/** Whether @chainsafe/bls takes it for that. */
function acceptedOffChain(message: Hex, missing: ReadonlySet<number>, signature: G2Point): boolean {
  const keys = rehearsal.operators
    .filter((_, index) => !missing.has(index))
    .map(({ bls: { publicKey } }) => decodeG1(publicKey));
  return bls.verifyAggregate(keys, hexToBytes(message), decodeG2(signature));
}

function sign(message: Hex, signers: readonly number[]): G2Point {
  const { signature } = aggregateSignatures({
    message,
    signatures: signers.flatMap((index) => {
      const operator = rehearsal.operators[index];
      return operator ? [{ key: operator.bls.publicKey, signature: operator.bls.sign(message) }] : [];
    }),
  });
  if (!signature) throw new Error('Nobody signed.');
  return signature;
}

test('chain and @chainsafe/bls agree on random messages and sets of signers', async () => {
  const random = seededRandom(SEED);
  const everybody = Array.from({ length: OPERATORS }, (_, index) => index);
  let accepted = 0;
  for (let index = 0; index < CASES; index += 1) {
    const message = keccak256(numberToHex(random.integer(2 ** 31)));
    const absent = everybody.filter(() => random.integer(3) === 0).slice(0, OPERATORS - 1);
    // Sometimes somebody signed who is said to be missing, or did not who is said to have signed.
    const wronglyAbsent = random.integer(2) === 0 ? [random.integer(OPERATORS)] : [];
    const missing = new Set(absent);
    for (const operator of wronglyAbsent) {
      if (missing.has(operator)) missing.delete(operator);
      else if (missing.size < OPERATORS - 1) missing.add(operator);
    }
    const signature = sign(
      message,
      everybody.filter((operator) => !absent.includes(operator)),
    );
    const offChain = acceptedOffChain(message, missing, signature);
    expect(await acceptedOnChain(message, missing, signature), `case ${index}`).toBe(offChain);
    expect(offChain, `case ${index}`).toBe(
      absent.length === missing.size && absent.every((operator) => missing.has(operator)),
    );
    accepted += offChain ? 1 : 0;
  }
  expect(accepted).toBeGreaterThan(5);
  expect(accepted).toBeLessThan(CASES - 5);
});
