import { type Hex, bytesToHex, hexToBytes, isHex } from 'viem';
import { z } from 'zod';
import { evaluationBudgetSchema } from '#protocol/evaluation/budget.ts';
import type { EvaluationInput, EvaluationResult } from '../../runtime/evaluate.ts';

/** JSON in which big integers and bytes survive. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return { bigint: item.toString() };
    if (item instanceof Uint8Array) return { bytes: bytesToHex(item) };
    return item;
  });
}

const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array);

const inputSchema = z.object({
  architecture: bytes,
  graph: bytes.optional(),
  evaluation: bytes,
  data: z.array(z.object({ name: z.string(), bytes })).default([]),
  championParameters: bytes,
  challengerParameters: bytes.optional(),
  terms: z.object({
    targetScore: z.bigint(),
    minGapBps: z.number(),
    rounds: z.number(),
    requiredWins: z.number(),
  }),
  seed: z.custom<Hex>((value) => isHex(value)),
  budget: evaluationBudgetSchema,
});

export function decodeJson(text: string): EvaluationInput {
  const { challengerParameters, graph, ...input } = inputSchema.parse(decodeValues(text));
  return {
    ...input,
    ...(graph ? { graph } : {}),
    ...(challengerParameters ? { challengerParameters } : {}),
  };
}

/** What `evaluateJson` of the page returned. */
export function decodeResult(text: string): EvaluationResult {
  return z.custom<EvaluationResult>(isResult).parse(decodeValues(text));
}

function isResult(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'traceDigest' in value;
}

function decodeValues(text: string): unknown {
  return JSON.parse(text, (_, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('bigint' in item && typeof item.bigint === 'string') return BigInt(item.bigint);
    if ('bytes' in item && typeof item.bytes === 'string') return hexToBytes(`0x${item.bytes.slice(2)}`);
    return item;
  });
}
