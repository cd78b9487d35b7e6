/** Writes `lib/protocol/evaluation/judge-members.ts`: the judge's API as a list, for editors, from its types. */
import { readFile, writeFile } from 'node:fs/promises';
import prettier from 'prettier';
import { describeJudgeApi } from './judge-api/describe.ts';

const SOURCE = new URL('../lib/protocol/evaluation/judge-api.ts', import.meta.url);
const TARGET = new URL('../lib/protocol/evaluation/judge-members.ts', import.meta.url);

const members = describeJudgeApi(await readFile(SOURCE, 'utf8'));
const code = `// Generated from judge-api.ts by scripts/generate-judge-api.ts.

/** A function that evaluation code can call. */
export type JudgeMember = {
  /** As it is written in evaluation code: \`random.uniform\`. */
  name: string;
  /** As TypeScript writes it: \`(count: number, …): Float32Array\`. */
  signature: string;
  /** What it does, in a sentence. */
  summary: string;
};

/** Everything that evaluation code can call, in the order of the documentation. */
export const JUDGE_MEMBERS: readonly JudgeMember[] = ${JSON.stringify(members, null, 2)};
`;
const options = await prettier.resolveConfig(TARGET);
await writeFile(TARGET, await prettier.format(code, { ...options, parser: 'typescript' }));
