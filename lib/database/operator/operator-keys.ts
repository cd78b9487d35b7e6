import { type Address, type Hex, getAddress } from 'viem';
import type { G1Point } from '#protocol/verdict/points.ts';
import type { Database } from '../client.ts';
import { CorruptRowError, readAddress, readHex } from './hex.ts';

/** Hexadecimal digits of one of a point's four words. */
const WORD_DIGITS = 64;

/** The BLS keys that operators registered last, by checksummed account. */
export async function readOperatorKeys(
  { prisma }: Database,
  operators: readonly Address[],
): Promise<Map<Address, G1Point>> {
  if (operators.length === 0) return new Map();
  const rows = await prisma.operator.findMany({
    where: { account: { in: operators.map((operator) => getAddress(operator)) }, key: { not: null } },
    select: { account: true, key: true },
  });
  return new Map(
    rows.flatMap(({ account, key }) =>
      key === null ? [] : [[readAddress(account), parseKey(key)] as const],
    ),
  );
}

/** Parses a point of four words, as the index keeps it. @throws {CorruptRowError} */
function parseKey(text: string): G1Point {
  const digits = readHex(text).slice(2);
  if (digits.length !== 4 * WORD_DIGITS) {
    throw new CorruptRowError({ expected: 'a point of four words', value: text });
  }
  const word = (index: number): Hex => `0x${digits.slice(index * WORD_DIGITS, (index + 1) * WORD_DIGITS)}`;
  return { x_a: word(0), x_b: word(1), y_a: word(2), y_b: word(3) };
}
