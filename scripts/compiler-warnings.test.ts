import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CompilerWarningsError, refuseWarnings } from './compiler-warnings.ts';

async function build(file: string): Promise<string> {
  const artifacts = await mkdtemp(join(tmpdir(), 'zarathustra-artifacts-'));
  await mkdir(join(artifacts, 'contracts/Gap.sol'), { recursive: true });
  await mkdir(join(artifacts, 'build-info'));
  await writeFile(join(artifacts, 'contracts/Gap.sol/Gap.json'), '{"buildInfoId":"a build"}');
  await writeFile(
    join(artifacts, 'build-info/a build.output.json'),
    JSON.stringify({
      output: { errors: [{ formattedMessage: 'Unused variable.', sourceLocation: { file } }] },
    }),
  );
  return artifacts;
}

test('a warning of a contract is an error', async () => {
  await expect(refuseWarnings(await build('project/contracts/Gap.sol'))).rejects.toThrow(
    CompilerWarningsError,
  );
});

test('warnings of packages and of tests are not ours to mend here', async () => {
  await refuseWarnings(await build('npm/@openzeppelin/contracts@5.7.0/utils/TransientSlot.sol'));
  await refuseWarnings(await build('project/contracts/test/Rules.t.sol'));
});
