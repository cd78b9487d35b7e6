import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '..');
const cruiser = path.join(root, 'node_modules', '.bin', 'depcruise');
const report = z.object({
  summary: z.object({ violations: z.array(z.object({ rule: z.object({ name: z.string() }) })) }),
});

/** The names of the rules that a tree breaks. */
function violations(folder: string, places: readonly string[]): string[] {
  const config = path.join(root, '.dependency-cruiser.cjs');
  const { stdout, stderr } = spawnSync(cruiser, ['--config', config, '--output-type', 'json', ...places], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout) throw new Error(stderr);
  return report.parse(JSON.parse(stdout)).summary.violations.map(({ rule }) => rule.name);
}

const scratch = mkdtempSync(path.join(root, 'node_modules', '.architecture-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Writes a tree of modules beside copies of the configuration. */
function writeTree(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(scratch, 'tree-'));
  for (const name of ['package.json', 'tsconfig.json']) {
    writeFileSync(path.join(folder, name), readFileSync(path.join(root, name)));
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

describe('the arrows of the house', () => {
  test('the tree keeps to them', () => {
    expect(
      violations(root, [
        'app',
        'components',
        'hooks',
        'lib',
        'worker',
        'devnet',
        'examples',
        'scripts',
        'bench',
        'test',
      ]),
    ).toEqual([]);
  });

  test('an import against an arrow is found', () => {
    const folder = writeTree({
      'lib/protocol/a.ts': `import { b } from '#evaluation/b.ts';\nexport const a = b;\n`,
      'lib/evaluation/b.ts': `export const b = 1;\n`,
    });
    expect(violations(folder, ['lib'])).toEqual(['arrow-from-lib-protocol']);
  });

  test('a circle is found', () => {
    const folder = writeTree({
      'lib/sdk/a.ts': `import { b } from './b.ts';\nexport const a = (): number => b();\n`,
      'lib/sdk/b.ts': `import { a } from './a.ts';\nexport const b = (): number => a();\n`,
    });
    expect(violations(folder, ['lib'])).toContain('no-circles');
  });

  test('a Node module on a floor that runs in the browser is found', () => {
    const folder = writeTree({
      'lib/protocol/a.ts': `import { hostname } from 'node:os';\nexport const a = hostname();\n`,
    });
    expect(violations(folder, ['lib'])).toEqual(['no-node-in-the-browser']);
  });
});

describe('the npm scripts', () => {
  test('are started by the set-up alone, so that each runs on the Node that it has installed', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));

    const others = Object.entries(scripts).filter(
      ([, script]) => !/^node scripts\/setup\.mjs [^&|;]+$/.test(script),
    );

    expect(others).toEqual([]);
  });
});
