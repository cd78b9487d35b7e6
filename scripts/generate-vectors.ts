import { writeFileSync } from 'node:fs';
import { generateVectors } from '#protocol/verdict/generate-vectors.ts';

writeFileSync(
  new URL('../lib/protocol/verdict/vectors.json', import.meta.url),
  `${JSON.stringify(generateVectors(), null, 2)}\n`,
);
