/** Checks the golden values of all examples in the Node that runs this; prints what it was and what it checked. */
import { readExampleContent } from '#examples/read-content.ts';
import { EXAMPLE_NAMES } from '#examples/registry.ts';
import { readEngineParts } from '#evaluation/node/engine-parts.ts';
import { createEngine } from '#evaluation/runtime/engine.ts';
import { checkGolden, computeGolden } from '#evaluation/testing/golden.ts';
import { readGoldenFiles } from '#evaluation/testing/golden-files.ts';

const engine = await createEngine(await readEngineParts());
const goldens = await readGoldenFiles();
const checked: string[] = [];
for (const name of EXAMPLE_NAMES) {
  const recorded = goldens.get(name);
  if (!recorded) throw new Error(`There are no golden values of ${name}: run "npm run generate".`);
  checkGolden({ name, recorded, computed: await computeGolden(engine, await readExampleContent(name)) });
  checked.push(name);
}
const { node, v8 } = process.versions;
console.log(JSON.stringify({ node, v8, checked }));
