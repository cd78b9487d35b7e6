import { type Address, type Hex, getAddress, isAddress, isHex, size } from 'viem';
import { z } from 'zod';

const UINT64_MAX = 0xffff_ffff_ffff_ffffn;

/** An account, checksummed after parsing. */
export const addressSchema = z
  .custom<Address>(
    (value) => typeof value === 'string' && isAddress(value, { strict: false }),
    'not an address',
  )
  .transform((value) => getAddress(value));

/** Exactly `length` bytes as 0x-prefixed hex, lower case after parsing. */
export function bytesSchema(length: number) {
  return z
    .custom<Hex>(
      (value) => typeof value === 'string' && isHex(value) && value.length === 2 + 2 * length,
      `not ${length} bytes as 0x-prefixed hex`,
    )
    .transform((value): Hex => `0x${value.slice(2).toLowerCase()}`);
}

/** At most `maximumBytes` whole bytes as 0x-prefixed hex. */
export function boundedBytesSchema(maximumBytes: number) {
  return z.custom<Hex>(
    (value) =>
      typeof value === 'string' && isHex(value) && value.length % 2 === 0 && size(value) <= maximumBytes,
    `not at most ${maximumBytes} whole bytes as 0x-prefixed hex`,
  );
}

/** A uint64 as a decimal string, since JSON numbers lose digits above 2^53. */
export const uint64Schema = z
  .string()
  .regex(/^(0|[1-9]\d{0,19})$/, 'not a decimal integer')
  .transform((value) => BigInt(value))
  .refine((value) => value <= UINT64_MAX, 'exceeds a uint64');
