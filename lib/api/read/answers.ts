import type { z } from '@hono/zod-openapi';
import { errorSchema } from './errors.ts';

const MEANINGS = {
  400: 'The request is not as described.',
  404: 'The index has no such thing.',
} as const;

/** Handlers give the body alone; refusals are thrown. */
type Answers<Body extends z.ZodType> = {
  200: { description: string; content: { 'application/json': { schema: Body } } };
};

/** The answers of a route: what it gives, and how it refuses. */
export function answers<Body extends z.ZodType>(
  schema: Body,
  description: string,
  refusals: readonly (keyof typeof MEANINGS)[],
): Answers<Body> {
  const json = <Schema extends z.ZodType>(body: Schema) => ({ 'application/json': { schema: body } });
  const refused = (status: keyof typeof MEANINGS) =>
    refusals.includes(status)
      ? { [status]: { description: MEANINGS[status], content: json(errorSchema) } }
      : {};
  const all = {
    200: { description, content: json(schema) },
    ...refused(400),
    ...refused(404),
    503: { description: 'The index cannot be read at the moment.', content: json(errorSchema) },
  };
  return all;
}
