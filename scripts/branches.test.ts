import { expect, test } from 'vitest';
import { type Condition, findConditions, separateBranches } from './branches.ts';

const SOURCE = 'if (a && b) x = c ? d : e;\n// ü\n';

function at(text: string): Condition {
  const start = SOURCE.indexOf(text);
  return { start, end: start + text.length };
}

function leaf(text: string) {
  const { start, end } = at(text);
  return { nodeType: 'Identifier', src: `${start}:${end - start}:0` };
}

test('operands and conditions are found once each, in the order of the source', () => {
  const both = {
    nodeType: 'BinaryOperation',
    operator: '&&',
    leftExpression: leaf('a'),
    rightExpression: leaf('b'),
  };
  const tree = [
    { nodeType: 'Conditional', condition: leaf('c') },
    { nodeType: 'IfStatement', condition: { nodeType: 'TupleExpression', components: [both] } },
    { nodeType: 'InlineAssembly', body: { nodeType: 'IfStatement', condition: leaf('x') } },
  ];
  expect(findConditions(tree)).toEqual([at('a'), at('b'), at('c')]);
});

test('each condition goes through a function of its own behind the source', () => {
  const { source, branches } = separateBranches(SOURCE, [at('a && b'), at('a'), at('c')]);
  const lines = source.split('\n');
  expect(lines[0]).toBe('if (__branch0(__branch1(a) && b)) x = __branch2(c) ? d : e;');
  expect(
    branches.map(({ line, conditionLine, outcome }) => [lines[line - 1], conditionLine, outcome]),
  ).toEqual(
    [0, 1, 2].flatMap(() => [
      ['return true;', 1, true],
      ['return false;', 1, false],
    ]),
  );
  expect(new Set(branches.map(({ line }) => line)).size).toBe(6);
});
