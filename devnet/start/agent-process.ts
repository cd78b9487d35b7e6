import path from 'node:path';
import type { Deployment } from '#protocol/deployment.ts';
import { startChild } from '../children/child.ts';
import type { Part } from '../children/supervise.ts';
import { replaceFile } from './data-directory.ts';

const MAIN = path.join(import.meta.dirname, 'agent/main.ts');

/** Starts the optimizer that keeps competing, in a process of its own: training must not hold up anything else. */
export async function startAgent(parameters: {
  /** Where it keeps its drafts. */
  folder: string;
  rpcUrl: string;
  deployment: Deployment;
  /** Told, in a sentence, what it did. */
  onLine: (sentence: string) => void;
}): Promise<Part> {
  const { folder, rpcUrl, deployment, onLine } = parameters;
  const settingsFile = path.join(folder, 'settings.json');
  await replaceFile(settingsFile, JSON.stringify({ folder, rpcUrl, deployment }));
  return startChild({ folder, name: 'agent', arguments: [MAIN, settingsFile], onLine });
}
