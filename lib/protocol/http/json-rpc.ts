import { z } from 'zod';

/** Error codes of JSON-RPC 2.0, and those of this project in the range that it leaves to servers. */
export const JSON_RPC_ERROR = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** The node refuses the message; `data.code` says which rule it broke. */
  refused: -32000,
} as const;

const idSchema = z.union([z.string(), z.number(), z.null()]);

export type JsonRpcId = z.infer<typeof idSchema>;

/** One request; without `id` it is a notification, which gets no answer. */
export const jsonRpcRequestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.string(),
  params: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
  id: idSchema.optional(),
});

export type JsonRpcRequest = z.infer<typeof jsonRpcRequestSchema>;

export const jsonRpcErrorSchema = z.object({
  code: z.number().int(),
  message: z.string(),
  data: z.unknown().optional(),
});

export type JsonRpcError = z.infer<typeof jsonRpcErrorSchema>;

export const jsonRpcResponseSchema = z.union([
  z.object({ jsonrpc: z.literal('2.0'), id: idSchema, error: jsonRpcErrorSchema }),
  z.object({ jsonrpc: z.literal('2.0'), id: idSchema, result: z.unknown() }),
]);

export type JsonRpcResponse = z.infer<typeof jsonRpcResponseSchema>;
