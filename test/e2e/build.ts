import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWeb } from '#devnet/start/web-build.ts';

/** Vitest's global setup of the pages: one production build, which all their servers serve. */
export default async function setup(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zarathustra-web-build-'));
  try {
    await buildWeb({ folder, signal: new AbortController().signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
