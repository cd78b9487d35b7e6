import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { START_SOURCES } from '#devnet/start/settings.ts';
import { configurationSchema } from '#worker/configuration.ts';
import { environmentSchema } from '../app/_server/configuration.ts';

const ROOT = new URL('../', import.meta.url);

/** The rows of the first table below a heading, as cells. */
async function readTable(page: string, heading: string): Promise<string[][]> {
  const text = await readFile(new URL(`docs/${page}`, ROOT), 'utf8');
  const section = text.slice(text.indexOf(`\n## ${heading}\n`));
  const table = /\n(\|.*\n)+/.exec(section)?.[0] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').slice(1, -1));
}

function codesOf(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

test('docs/configuration.md has every option of npm start, with its variable, and no other', async () => {
  const documented = (await readTable('configuration.md', 'npm start')).map(([option, variable]) => ({
    option: codesOf(option)[0]
      ?.split(' ')[0]
      ?.replace(/^--(no-)?/, ''),
    variable: codesOf(variable)[0],
  }));
  const actual = Object.values(START_SOURCES).map(({ option, variable }) => ({ option, variable }));
  expect(documented).toEqual(expect.arrayContaining(actual));
  expect(documented).toHaveLength(actual.length);
});

test('docs/operators.md has every setting of a node, and no other', async () => {
  const documented = (await readTable('operators.md', 'Settings')).flatMap(([setting]) => codesOf(setting));
  const withoutFiles = documented.filter((name) => !/(KeyFile|Keystore|PasswordFile)$/.test(name));
  expect(withoutFiles.sort()).toEqual(listSettings(configurationSchema.shape).sort());
});

test('docs/configuration.md has every variable of the web app, and no other', async () => {
  const documented = (await readTable('configuration.md', 'Web')).flatMap(([variable]) => codesOf(variable));
  expect(documented.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
});

/** Names of settings; those of a group carry its name: `http.port`. The deployment is one, whatever is in it. */
function listSettings(shape: Readonly<Record<string, z.ZodType>>, prefix = ''): string[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
    return inner instanceof z.ZodObject && name !== 'deployment'
      ? listSettings(inner.shape, `${prefix}${name}.`)
      : [`${prefix}${name}`];
  });
}
