/** Finds the conditions of Solidity code in its syntax tree, and gives each of their outcomes a line of its own. */
import { z } from 'zod';

/** A condition, in bytes of its file. */
export type Condition = { start: number; end: number };

/** A line that is run when a condition had one outcome. */
export type BranchLine = { line: number; conditionLine: number; outcome: boolean };

const nodeSchema = z.looseObject({ nodeType: z.string(), src: z.string().optional() });
const LOGICAL = new Set(['&&', '||']);

/**
 * The conditions of `if` and `?:`, and the operands of `&&` and `||`: where every operand was true once and false once,
 * so was the whole.
 */
export function findConditions(ast: unknown): Condition[] {
  const found = new Map<string, Condition>();
  visit(ast, (node) => {
    if (node.nodeType === 'IfStatement' || node.nodeType === 'Conditional')
      addLeaves(node['condition'], found);
    if (node.nodeType === 'BinaryOperation' && LOGICAL.has(String(node['operator']))) addLeaves(node, found);
  });
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function addLeaves(value: unknown, found: Map<string, Condition>): void {
  const node = nodeSchema.parse(value);
  if (node.nodeType === 'BinaryOperation' && LOGICAL.has(String(node['operator']))) {
    addLeaves(node['leftExpression'], found);
    addLeaves(node['rightExpression'], found);
    return;
  }
  const parenthesized = z.array(z.unknown()).length(1).safeParse(node['components']);
  if (node.nodeType === 'TupleExpression' && parenthesized.success) {
    addLeaves(parenthesized.data[0], found);
    return;
  }
  const [start = 0, length = 0] = (node.src ?? '').split(':').map(Number);
  found.set(`${start}:${length}`, { start, end: start + length });
}

function visit(value: unknown, onNode: (node: z.infer<typeof nodeSchema>) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, onNode);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = nodeSchema.safeParse(value);
  // Assembly has no conditions of ours.
  if (node.success && node.data.nodeType === 'InlineAssembly') return;
  if (node.success) onNode(node.data);
  for (const child of Object.values(value)) visit(child, onNode);
}

/** Passes each condition through a function at the end of the file; no line before that moves. */
export function separateBranches(
  source: string,
  conditions: readonly Condition[],
): { source: string; branches: BranchLine[] } {
  const bytes = Buffer.from(source);
  const insertions = conditions.flatMap(({ start, end }, index) => [
    // Where several meet, inner ones are closed before outer ones, and outer ones opened before inner ones.
    { at: end, order: 0, width: end - start, text: ')' },
    { at: start, order: 1, width: start - end, text: `__branch${index}(` },
  ]);
  insertions.sort((a, b) => a.at - b.at || a.order - b.order || a.width - b.width);
  let instrumented = '';
  let at = 0;
  for (const insertion of insertions) {
    instrumented += bytes.subarray(at, insertion.at).toString() + insertion.text;
    at = insertion.at;
  }
  instrumented += bytes.subarray(at).toString();

  const lineCount = source.split('\n').length;
  const branches = conditions.flatMap(({ start }, index) => {
    const conditionLine = bytes.subarray(0, start).toString().split('\n').length;
    const first = lineCount + 1 + index * FUNCTION_LINES;
    return [
      { line: first + 2, conditionLine, outcome: true },
      { line: first + 4, conditionLine, outcome: false },
    ];
  });
  const functions = conditions.map((_, index) => branchFunction(index));
  return { source: [instrumented, ...functions].join('\n'), branches };
}

const FUNCTION_LINES = 6;

function branchFunction(index: number): string {
  return `function __branch${index}(bool c) pure returns (bool) {\nif (c) {\nreturn true;\n}\nreturn false;\n}`;
}
