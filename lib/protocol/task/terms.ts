import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { type ContentPointer, DAG_PB_CODEC, RAW_CODEC } from '../content/pointer.ts';
import { MAXIMUM_ROUNDS } from '../verdict/bond.ts';
import type { VerdictTerms } from '../verdict/rules.ts';

/**
 * What an owner fixes for good when creating a task; as viem reads and writes the Solidity struct `TaskTerms`.
 * Amounts are in the token’s base units.
 */
export type TaskTerms = VerdictTerms & {
  /** `architecture.json`, or a folder with it and an ONNX graph. */
  architecture: ContentPointer;
  /** The initial parameters, submission 0 of the task: the baseline. */
  parameters: ContentPointer;
  /** `evaluation.js`, or a folder with it and `data/`. */
  evaluation: ContentPointer;
  /** `task.json`. */
  metadata: ContentPointer;
  /** Gateways that hold the bundle besides the operators’ own. */
  storageAddresses: readonly string[];
  /** Bytes that the operators keep for the task’s bundle. */
  storageQuotaBytes: bigint;
  /** The ERC-20 of every amount of the task. */
  token: Address;
  /** What is escrowed for improvements. */
  bounty: bigint;
  /** The least bond of a submission beyond the operators’ fee. */
  bond: bigint;
  /** What one evaluation pays the operators. */
  operatorFee: bigint;
  /** Voting power that must sign, in basis points; always more than two thirds as well. */
  quorumBps: number;
  /** Submissions that may be unsettled at once. */
  maxPending: number;
  /** Unix seconds after which nothing can be committed. */
  deadline: number;
  /** The attestation center’s definition: runtime, budgets, windows. */
  taskDefinitionId: number;
};

const uint = (bits: number) =>
  z
    .bigint()
    .min(0n)
    .max((1n << BigInt(bits)) - 1n);
const integer = (maximum: number) => z.number().int().min(0).max(maximum);

const contentPointerSchema = z.object({
  digest: z.custom<`0x${string}`>(
    (value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/i.test(value),
    'not a SHA-256 digest of 32 bytes',
  ),
  codec: z.union([z.literal(RAW_CODEC), z.literal(DAG_PB_CODEC)]),
});

/**
 * Parses terms at the border, from forms and files: shapes and ranges that the ABI can carry. Whether they are
 * economically sound depends on the task definition and the token; the contract decides.
 */
export const taskTermsSchema = z.object({
  architecture: contentPointerSchema,
  parameters: contentPointerSchema,
  evaluation: contentPointerSchema,
  metadata: contentPointerSchema,
  storageAddresses: z.array(z.url()),
  storageQuotaBytes: uint(64),
  token: z.custom<Address>((value) => typeof value === 'string' && isAddress(value), 'not an address'),
  bounty: uint(128),
  bond: uint(128),
  operatorFee: uint(128),
  targetScore: uint(64),
  minGapBps: integer(0xffff),
  rounds: z.number().int().min(1).max(MAXIMUM_ROUNDS),
  requiredWins: z.number().int().min(1).max(MAXIMUM_ROUNDS),
  quorumBps: integer(0xffff),
  maxPending: integer(0xffff),
  deadline: integer(2 ** 48 - 1),
  taskDefinitionId: integer(0xffff),
}) satisfies z.ZodType<TaskTerms>;
