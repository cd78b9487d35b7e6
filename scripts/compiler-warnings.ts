/** Warnings that the compiler had of the contracts at their last build; those of packages and tests are left out. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BaseError } from '#protocol/errors/base.ts';

const OWN = 'project/contracts/';
const TESTS = 'project/contracts/test/';

const artifactSchema = z.object({ buildInfoId: z.string().optional() });
const outputSchema = z.object({
  output: z.object({
    errors: z
      .array(
        z.object({
          formattedMessage: z.string(),
          sourceLocation: z.object({ file: z.string() }).optional(),
        }),
      )
      .default([]),
  }),
});

/** The compiler warns of the contracts. */
export class CompilerWarningsError extends BaseError {
  override name = 'CompilerWarningsError';
  constructor({ warnings }: { warnings: readonly string[] }) {
    super('The compiler warns of the contracts, and a warning is an error here.', {
      metaMessages: [...warnings, 'Change the code so that the compiler has nothing to say.'],
    });
  }
}

/** @param artifacts Hardhat's artifacts directory, after a build. @throws {CompilerWarningsError} */
export async function refuseWarnings(artifacts: string): Promise<void> {
  const files = await readdir(join(artifacts, 'contracts'), { recursive: true });
  const builds = new Set<string>();
  for (const file of files.filter((name) => name.endsWith('.json') && !name.startsWith('test/'))) {
    const artifact = artifactSchema.parse(
      JSON.parse(await readFile(join(artifacts, 'contracts', file), 'utf8')),
    );
    if (artifact.buildInfoId !== undefined) builds.add(artifact.buildInfoId);
  }
  const warnings = new Set<string>();
  for (const build of builds) {
    const text = await readFile(join(artifacts, 'build-info', `${build}.output.json`), 'utf8');
    for (const { formattedMessage, sourceLocation } of outputSchema.parse(JSON.parse(text)).output.errors) {
      const file = sourceLocation?.file ?? '';
      if (file.startsWith(OWN) && !file.startsWith(TESTS)) warnings.add(formattedMessage.trim());
    }
  }
  if (warnings.size > 0) throw new CompilerWarningsError({ warnings: [...warnings] });
}
