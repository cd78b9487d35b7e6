import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const BYTES_PER_KIB = 1_024;

/** The memory that a process has in RAM, in bytes; `undefined` when it has ended or nothing tells. */
export async function readResidentBytes(pid: number): Promise<number | undefined> {
  const kib = process.platform === 'linux' ? await readStatus(pid) : await askPs(pid);
  return kib === undefined || Number.isNaN(kib) ? undefined : kib * BYTES_PER_KIB;
}

async function readStatus(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmRSS:\s*(\d+) kB$/m.exec(status) ?? [];
  return kib === undefined ? undefined : Number(kib);
}

/** Every other Unix has `ps`. */
function askPs(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', `${pid}`], (error, stdout) =>
      resolve(error ? undefined : Number.parseInt(stdout, 10)),
    );
  });
}
