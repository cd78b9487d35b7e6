/**
 * Records the golden evaluations of the examples. What the same runtime id computes must not change: it refuses to write
 * such a change, except with `--force`, for a runtime id that no operator runs yet.
 */
import { writeFile } from 'node:fs/promises';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readExampleContent } from '#examples/read-content.ts';
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { createEngine } from '#evaluation/runtime/engine.ts';
import { GoldenMismatchError, checkGolden, computeGolden, formatGolden } from '#evaluation/testing/golden.ts';
import { GOLDEN_FOLDER, readGoldenFiles } from '#evaluation/testing/golden-files.ts';

const isForced = process.argv.includes('--force');
const engine = await createEngine(await readEngineParts());
const goldens = await readGoldenFiles();

for (const name of EXAMPLE_NAMES) {
  const content = await readExampleContent(name);
  const computed = await computeGolden(engine, content);
  const recorded = goldens.get(name);
  if (recorded && !isForced) refuseMismatch({ name, recorded, computed });
  await writeFile(new URL(`${name}.json`, GOLDEN_FOLDER), formatGolden(computed));
  console.log(`Recorded the golden values of ${name}.`);
}

function refuseMismatch(parameters: Parameters<typeof checkGolden>[0]): void {
  try {
    checkGolden(parameters);
  } catch (error) {
    if (error instanceof GoldenMismatchError) {
      console.error(
        `${error.message}\n(--force writes it nevertheless, for a runtime id that nobody runs yet.)`,
      );
      process.exit(1);
    }
    // Other content or another runtime: that is what recording again is for.
  }
}
