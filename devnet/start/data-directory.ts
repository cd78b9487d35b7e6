import { access, constants, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endNoted, findRunning, removeRunFile, writeRunFile } from '../children/run-file.ts';
import { endLeftOver } from '../chain/run-file.ts';
import { isSystemError } from '../ports.ts';
import { removePostgresFiles, stopLeftOverPostgres } from '../postgres.ts';
import { DataDirectoryError, MarketplaceRunningError, NoSpaceError } from './errors.ts';
import { measureFreeBytes } from './space-watch.ts';

/** Names the directory as ours. */
const MARKER = 'marketplace.json';
const FORMAT = 1;
/** Enough for a chain, its databases and their logs to begin with. */
const NEEDED_BYTES = 256 * 1024 ** 2;
const OPERATOR_FOLDER = /^\d+$/;

/** The folders of a marketplace, which this process alone uses. */
export type DataDirectory = {
  root: string;
  postgres: string;
  chain: string;
  web: string;
  agent: string;
  deploymentFile: string;
  portsFile: string;
  operator(index: number): string;
  /** Removes what belongs to contracts that are gone: the operators' content and the agent's drafts. */
  forgetDeployment(): Promise<void>;
  /** Lets the next run in. */
  release(): Promise<void>;
};

/**
 * Makes or opens the directory of a marketplace.
 *
 * @param parameters.fresh Removes what is kept in it first.
 * @throws {DataDirectoryError | MarketplaceRunningError | NoSpaceError}
 */
export async function openDataDirectory(parameters: {
  directory: string;
  fresh: boolean;
  /** Told, in a sentence, what a person should know. */
  onNotice: (sentence: string) => void;
}): Promise<DataDirectory> {
  const root = path.resolve(parameters.directory);
  try {
    await mkdir(root, { recursive: true });
    await access(root, constants.W_OK | constants.X_OK);
    await expectSpace(root);
    await expectOurs(root);
    const directory = describe(root);
    const runFile = path.join(root, 'start.run.json');
    const running = await findRunning(runFile);
    if (running) throw new MarketplaceRunningError({ directory: root, pid: running.pid });
    await writeRunFile(runFile, process.pid);
    await endLeftOvers(root, directory);
    await endLeftOver({ dataDirectory: directory.chain, onNotice: parameters.onNotice });
    if (parameters.fresh) await removeEverything(root, directory);
    await writeFile(path.join(root, MARKER), `${JSON.stringify({ format: FORMAT })}\n`);
    return { ...directory, release: () => removeRunFile(runFile) };
  } catch (cause) {
    if (isSystemError(cause, 'ENOSPC')) throw new NoSpaceError({ directory: root, cause });
    for (const code of ['EACCES', 'EPERM', 'EROFS']) {
      if (isSystemError(cause, code)) {
        throw new DataDirectoryError({ directory: root, problem: 'this account may not write there', cause });
      }
    }
    for (const code of ['ENOTDIR', 'EEXIST']) {
      if (isSystemError(cause, code)) {
        throw new DataDirectoryError({ directory: root, problem: 'it is no directory', cause });
      }
    }
    throw cause;
  }
}

function describe(root: string): Omit<DataDirectory, 'release'> {
  const operators = path.join(root, 'operators');
  const agent = path.join(root, 'agent');
  return {
    root,
    postgres: path.join(root, 'postgres'),
    chain: path.join(root, 'chain'),
    web: path.join(root, 'web'),
    agent,
    deploymentFile: path.join(root, 'deployment.json'),
    portsFile: path.join(root, 'ports.json'),
    operator: (index) => path.join(operators, String(index)),
    forgetDeployment: async () => {
      await rm(agent, { recursive: true, force: true });
      for (const index of await listOperators(operators)) {
        await rm(path.join(operators, index, 'data'), { recursive: true, force: true });
      }
    },
  };
}

async function expectSpace(root: string): Promise<void> {
  if ((await measureFreeBytes(root)) < NEEDED_BYTES) throw new NoSpaceError({ directory: root });
}

/** Whatever is there must be a marketplace: `--fresh` removes it. */
async function expectOurs(root: string): Promise<void> {
  const entries = await readdir(root);
  if (entries.length === 0) return;
  const marker = await readFile(path.join(root, MARKER), 'utf8').catch((cause: unknown) => {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  });
  // A first run that was killed may have left its note and nothing else.
  if (marker !== undefined || entries.every((entry) => entry.startsWith('start.run.json'))) return;
  throw new DataDirectoryError({ directory: root, problem: 'something else is in it' });
}

/** Processes whose run was killed end by themselves; this waits for it, so that nothing of theirs is in the way. */
async function endLeftOvers(
  root: string,
  { web, agent, operator }: Omit<DataDirectory, 'release'>,
): Promise<void> {
  const folders = [
    web,
    agent,
    ...(await listOperators(path.join(root, 'operators'))).map((index) => operator(Number(index))),
  ];
  await Promise.all(
    folders.map(async (folder) => {
      const notes = (await listFiles(folder)).filter((name) => name.endsWith('.run.json'));
      await Promise.all(notes.map((note) => endNoted(path.join(folder, note))));
    }),
  );
}

async function removeEverything(root: string, directory: Omit<DataDirectory, 'release'>): Promise<void> {
  await stopLeftOverPostgres(directory.postgres);
  await removePostgresFiles(directory.postgres);
  const { chain, web, agent, deploymentFile, portsFile } = directory;
  for (const entry of [chain, web, agent, path.join(root, 'operators'), deploymentFile, portsFile]) {
    await rm(entry, { recursive: true, force: true });
  }
}

async function listOperators(folder: string): Promise<string[]> {
  return (await listFiles(folder)).filter((name) => OPERATOR_FOLDER.test(name));
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return [];
    throw cause;
  }
}

/** Writes a file so that a kill leaves the old one or the new one, never a half. */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, content, { flush: true });
  await rename(`${file}.partial`, file);
}
