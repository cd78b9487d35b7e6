import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const COMPOSE_FILE = path.resolve(import.meta.dirname, '../compose.yaml');

const serviceSchema = z.object({
  build: z.object({ dockerfile: z.string(), target: z.string() }),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()).default([]),
  configs: z.array(z.object({ source: z.string(), target: z.string() })),
});
const composeSchema = z.object({
  services: z.object({ worker: serviceSchema, web: serviceSchema }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  configs: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.unknown()),
});

/** compose.yaml, as far as tests hold it against the rest. */
export async function readCompose(): Promise<z.output<typeof composeSchema>> {
  return composeSchema.parse(parse(await readFile(COMPOSE_FILE, 'utf8'), { merge: true }));
}
