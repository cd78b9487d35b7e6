import type { Context } from 'hono';
import type { z } from 'zod';

/**
 * Reads a request's body as JSON of a schema.
 *
 * @returns The value; else what is wrong with it, as a sentence.
 */
export async function parseJsonBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<{ value: z.output<Schema> } | { problem: string }> {
  let body: unknown;
  try {
    body = JSON.parse(await context.req.text());
  } catch {
    return { problem: 'The body is not JSON.' };
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return { value: parsed.data };
  const problem = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ');
  return { problem };
}
