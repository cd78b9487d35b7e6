import { type Address, type Hex, isAddress, isHex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';

/** A column holds something else than this program writes there. */
export class CorruptRowError extends BaseError {
  override name = 'CorruptRowError';
  constructor({ expected, value }: { expected: string; value: string }) {
    super(`The database holds "${value}" where ${expected} is expected.`, {
      metaMessages: ['Something else wrote to the operator’s database. Restore it from a backup.'],
      docsPath: 'operators.md#backup',
    });
  }
}

/** Parses a hex column. @throws {CorruptRowError} */
export function readHex(value: string): Hex {
  if (!isHex(value)) throw new CorruptRowError({ expected: '0x-prefixed hex', value });
  return value;
}

/** Parses an account column. @throws {CorruptRowError} */
export function readAddress(value: string): Address {
  if (!isAddress(value)) throw new CorruptRowError({ expected: 'an account', value });
  return value;
}
