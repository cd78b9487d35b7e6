import { describe, expect, test } from 'vitest';
import { readExampleBundle } from '#examples/read-files.ts';
import { readNetwork } from './network.ts';

function encode(architecture: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(architecture));
}

describe('readNetwork', () => {
  test('default: layers hang together in their order, from the input to the output', async () => {
    const files = await readExampleBundle('x-squared');
    const architecture = files.find(({ path }) => path === 'architecture.json')?.content ?? new Uint8Array();
    const { nodes, edges, description } = readNetwork({ architecture });
    expect(nodes.map(({ title, shape }) => `${title} ${shape.join('×')}`)).toEqual([
      'x 1',
      'linear 32',
      'relu 32',
      'linear 32',
      'relu 32',
      'linear 1',
      'y 1',
    ]);
    expect(edges).toHaveLength(6);
    expect(edges[0]).toEqual({ from: 'input x', to: 'step 0' });
    expect(edges.at(-1)).toEqual({ from: 'step 4', to: 'output y' });
    expect(nodes.reduce((sum, { parameterCount }) => sum + parameterCount, 0)).toBe(
      description.parameterCount,
    );
  });

  test('behavior: a layer takes what it names, and a merge takes several', () => {
    const { edges } = readNetwork({
      architecture: encode({
        inputs: [
          { name: 'a', shape: [4] },
          { name: 'b', shape: [4] },
        ],
        outputs: [
          { name: 'sum', from: 'both' },
          { name: 'left', from: 'first' },
        ],
        layers: [
          { type: 'linear', name: 'first', from: 'a', outFeatures: 4 },
          { type: 'add', name: 'both', from: ['first', 'b'] },
        ],
      }),
    });
    expect(edges).toEqual([
      { from: 'input a', to: 'step 0' },
      { from: 'step 0', to: 'step 1' },
      { from: 'input b', to: 'step 1' },
      { from: 'step 1', to: 'output sum' },
      { from: 'step 0', to: 'output left' },
    ]);
  });

  test('behavior: of an ONNX graph every node is reached from an input, but for constants', async () => {
    const files = await readExampleBundle('sine-forecast');
    const content = (name: string) => files.find(({ path }) => path === name)?.content ?? new Uint8Array();
    const { nodes, edges } = readNetwork({
      architecture: content('architecture.json'),
      graph: content('model.onnx'),
    });
    const known = new Set(nodes.map(({ id }) => id));
    expect(edges.every(({ from, to }) => known.has(from) && known.has(to))).toBe(true);
    const reached = new Set(nodes.filter(({ kind }) => kind === 'input').map(({ id }) => id));
    for (let pass = 0; pass < nodes.length; pass += 1)
      for (const { from, to } of edges) if (reached.has(from)) reached.add(to);
    expect(nodes.filter(({ kind, id }) => kind === 'output' && !reached.has(id))).toEqual([]);
  });
});
