import { Prisma } from './generated/client.ts';

/** A row with `bigint` in place of Prisma's decimals, which are all integers here. */
export type Plain<T> = T extends Prisma.Decimal
  ? bigint
  : T extends bigint | Date
    ? T
    : T extends readonly (infer Element)[]
      ? Plain<Element>[]
      : T extends object
        ? { [Key in keyof T]: Plain<T[Key]> }
        : T;

/** Turns every decimal of a row, and of the rows in it, into a `bigint`. */
export function toPlain<T>(value: T): Plain<T> {
  return convert(value) as Plain<T>;
}

function convert(value: unknown): unknown {
  if (Prisma.Decimal.isDecimal(value)) return BigInt(value.toFixed(0));
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, convert(field)]));
  }
  return value;
}
