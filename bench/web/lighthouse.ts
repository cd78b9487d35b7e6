import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Lighthouse is only needed here, so it has a package of its own. */
const FOLDER = path.join(import.meta.dirname, 'lighthouse');
const LIGHTHOUSE = path.join(FOLDER, 'node_modules/lighthouse/cli/index.js');
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const CHROME_FLAGS =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** What is scored. */
export const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

type Category = (typeof CATEGORIES)[number];

/** One visit as Lighthouse judges it. */
export type Visit = {
  /** Of 100. */
  scores: Record<Category, number>;
  /** Cumulative layout shift. */
  layoutShift: number;
  /** What lowers the scores of accessibility and best practices. */
  complaints: string[];
};

const score = z.object({ score: z.number() });
const reportSchema = z.object({
  categories: z.object({
    performance: score,
    accessibility: score.extend({ auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })) }),
    'best-practices': score.extend({ auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })) }),
  }),
  audits: z.record(
    z.string(),
    z.object({ title: z.string(), score: z.number().nullable(), numericValue: z.number().optional() }),
  ),
});

/** Installs Lighthouse where it is missing. */
export async function installLighthouse(): Promise<void> {
  if (existsSync(LIGHTHOUSE)) return;
  await run('npm', ['ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Visits a page with Lighthouse's profile of a phone on a slow line. */
export async function visitOnPhone(url: string): Promise<Visit> {
  const report = await run(process.execPath, [
    LIGHTHOUSE,
    url,
    '--quiet',
    '--output=json',
    '--output-path=stdout',
    `--only-categories=${CATEGORIES.join(',')}`,
    '--no-enable-error-reporting',
    `--chrome-flags=${CHROME_FLAGS}`,
  ]);
  const { categories, audits } = reportSchema.parse(JSON.parse(report));
  const refs = [...categories.accessibility.auditRefs, ...categories['best-practices'].auditRefs];
  return {
    scores: {
      performance: 100 * categories.performance.score,
      accessibility: 100 * categories.accessibility.score,
      'best-practices': 100 * categories['best-practices'].score,
    },
    layoutShift: audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
    complaints: refs.flatMap(({ id, weight }) => {
      const audit = audits[id];
      return weight > 0 && audit && audit.score !== null && audit.score < 1 ? [`${id}: ${audit.title}`] : [];
    }),
  };
}

/** Runs a command to its end. @returns What it printed. */
async function run(command: string, parameters: string[]): Promise<string> {
  const child = spawn(command, parameters, {
    env: { ...process.env, CHROME_PATH: CHROMIUM },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${parameters[0] ?? ''} ended with ${code ?? 'a signal'}.`);
  return Buffer.concat(chunks).toString();
}
