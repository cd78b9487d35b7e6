import { z } from 'zod';
import { boundedBytesSchema, addressSchema, bytesSchema, uint64Schema } from './primitives.ts';
import { CLAIM_DATA_BYTES } from './claims.ts';

/** Body of `POST /task/execute`: the submission to evaluate, as a decimal string. */
export const executeRequestSchema = z.strictObject({ submissionId: uint64Schema });

/** Body of `POST /task/validate`, as Othentic's attesters send it. */
export const validateRequestSchema = z.object({
  proofOfTask: bytesSchema(32),
  data: boundedBytesSchema(CLAIM_DATA_BYTES),
  taskDefinitionId: z.number().int().min(0).max(0xffff),
  performer: addressSchema,
});

export type ExecuteRequest = z.output<typeof executeRequestSchema>;
export type ValidateRequest = z.output<typeof validateRequestSchema>;
