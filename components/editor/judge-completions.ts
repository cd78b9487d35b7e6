import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { snippetCompletion } from '@codemirror/autocomplete';
import { JUDGE_MEMBERS } from '#protocol/evaluation/judge-members.ts';

type Group = { name: string; members: readonly Completion[] };

const GROUPS: readonly Group[] = groupMembers();

const SKELETON = snippetCompletion(
  'export default async function evaluate({ random, model, metrics }) {\n\tconst ${x} = random.uniform(${1000}, ${-1}, ${1});\n\tconst { y } = await model.run({ x: { data: ${x}, dims: [${1000}, 1] } });\n\treturn metrics.${rSquared}(y.data, ${x});\n}',
  { label: 'evaluate', type: 'function', detail: 'the whole of a judge', info: 'A judge to begin with.' },
);

/** Completes what evaluation code is given: `random`, `model`, `metrics`, `tensor`, `data`, and the members of each. */
export function completeJudge(context: CompletionContext): CompletionResult | null {
  const member = context.matchBefore(/\b[A-Za-z]+\.[A-Za-z]*$/);
  if (member) {
    const [name = ''] = member.text.split('.');
    const group = GROUPS.find((candidate) => candidate.name === name);
    if (!group) return null;
    return { from: member.from + name.length + 1, options: [...group.members], validFor: /^[A-Za-z]*$/ };
  }
  const word = context.matchBefore(/\b[A-Za-z]+$/);
  if (!word && !context.explicit) return null;
  return {
    from: word?.from ?? context.pos,
    options: [
      SKELETON,
      ...GROUPS.map(({ name, members }): Completion => ({
        label: name,
        type: 'variable',
        detail: members.map(({ label }) => label).join(', '),
      })),
    ],
    validFor: /^[A-Za-z]*$/,
  };
}

function groupMembers(): Group[] {
  const groups = new Map<string, Completion[]>();
  for (const { name, signature, summary } of JUDGE_MEMBERS) {
    const [group = '', label = ''] = name.split('.');
    const members = groups.get(group) ?? [];
    members.push({ label, type: 'method', detail: signature, info: summary });
    groups.set(group, members);
  }
  return [...groups].map(([name, members]) => ({ name, members }));
}
