import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { BaseError } from '../errors/base.ts';
import type { G1Point, G2Point } from '../verdict/points.ts';

const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value), 'not an address');
const word = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/i)]);

const g1 = z.object({ x_a: word, x_b: word, y_a: word, y_b: word }) satisfies z.ZodType<G1Point>;
const g2 = z.object({
  x_c0_a: word,
  x_c0_b: word,
  x_c1_a: word,
  x_c1_b: word,
  y_c0_a: word,
  y_c0_b: word,
  y_c1_a: word,
  y_c1_b: word,
}) satisfies z.ZodType<G2Point>;

/**
 * What a node prepares for its registration, with keys that never leave it, and what the operator's account then sends
 * from wherever its wallet is. Nothing in it is secret, and it is good for this account, registry and chain alone.
 */
export const registrationSchema = z.object({
  version: z.literal(1),
  chainId: z.number().int().positive(),
  operatorRegistry: address,
  operator: address,
  key: g1,
  proofOfPossession: g2,
  /** Base URL of the node's public API. */
  endpoint: z.url({ protocol: /^https?$/ }),
});

export type Registration = z.infer<typeof registrationSchema>;

/** The file is no registration. */
export class RegistrationFileError extends BaseError {
  override name = 'RegistrationFileError';
  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`This is no operator’s registration: ${problem}.`, {
      cause,
      metaMessages: ['Let the node write it: node worker/prove-registration.ts settings.json ENDPOINT'],
      docsPath: 'operators.md#registering',
    });
  }
}

/** The registration is for another account, or another marketplace. */
export class RegistrationMismatchError extends BaseError {
  override name = 'RegistrationMismatchError';
  constructor({ field, expected, actual }: { field: string; expected: unknown; actual: unknown }) {
    super(`The registration is for the ${field} ${String(expected)}, not for ${String(actual)}.`, {
      metaMessages: ['Connect the account that the node’s settings name, or let the node write another one.'],
      docsPath: 'operators.md#registering',
    });
  }
}

/** Reads a registration file. @throws {RegistrationFileError} */
export function parseRegistration(text: string): Registration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RegistrationFileError({ problem: 'it is not JSON', cause });
  }
  const parsed = registrationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'the whole';
  throw new RegistrationFileError({ problem: `${place}: ${issue?.message ?? 'it does not fit'}` });
}
