import { z } from '@hono/zod-openapi';
import { addressSchema } from '#protocol/http/primitives.ts';

/** An unsigned integer as a decimal string: JSON's numbers lose digits above 2^53. */
const decimal = z.string().regex(/^\d+$/);

export const amount = decimal.openapi({
  description: 'In base units of the token, decimal.',
  example: '1500000000000000000',
});

export const score = decimal.openapi({
  description: 'A score, decimal; 1000000000000000000 is 1.',
  example: '976800000000000000',
});

export const submissionId = decimal.openapi({
  description: 'The number of a submission on the chain: task · 2^32 + index, decimal.',
  example: '4294967309',
});

export const blockNumber = z.int().openapi({ description: 'A block’s number.', example: 39_740 });

export const moment = z.int().openapi({ description: 'Unix seconds.', example: 1_799_996_880 });

export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .openapi({ description: 'An account or a contract, checksummed.' });

export const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .openapi({ description: '32 bytes.' });

export const cid = z.string().openapi({ description: 'A content identifier; fetch it from any gateway.' });

/**
 * An address in a request: any case. Made here and not taken as it is: a schema that was made before the library above was
 * loaded cannot be described, and which comes first is the bundler's choice.
 */
export const addressParameter = z.string().pipe(addressSchema).openapi({
  type: 'string',
  pattern: '^0x[0-9a-fA-F]{40}$',
  example: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
});

/** A number in a path or a query. */
export function integerParameter({ maximum, example }: { maximum: number; example: number }) {
  return z
    .string()
    .regex(/^\d{1,10}$/, 'not a whole number')
    .transform(Number)
    .refine((value) => value <= maximum, `exceeds ${maximum}`)
    .openapi({ type: 'integer', minimum: 0, maximum, example });
}

export const taskIdParameter = integerParameter({ maximum: 0x7fff_ffff, example: 1 });

/** How lists are read. */
export const pageQuery = {
  cursor: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'The nextCursor of the page before; without it the list begins.' }),
  limit: integerParameter({ maximum: 100, example: 20 })
    .optional()
    .openapi({ description: 'The most rows of a page; 20 unless told.' }),
};

/** The schema of a page of a list. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'Where the next page begins; null: this is the last one.' }),
  });
}
