import { type Address, isAddressEqual } from 'viem';
import { ContentUnavailableError, GatewaysUnreachableError } from '#protocol/content/errors.ts';
import { type ContentPointer, toCid } from '#protocol/content/pointer.ts';
import { type Content, blockBytesLimit, readContent } from '#protocol/content/read-content.ts';
import { readFile } from '#protocol/content/read.ts';
import { type ArchitectureContent, toArchitectureContent } from '#protocol/task/architecture-content.ts';
import { type EvaluationContent, toEvaluationContent } from '#protocol/task/evaluation-content.ts';
import type { ContentStore } from '#storage/content-store.ts';
import { fetchContent } from '#storage/fetch-content.ts';
import type { OperatorSet } from '../chain/operator-set.ts';

/** A content that an evaluation needs. */
export type WantedContent = {
  pointer: ContentPointer;
  /** The most bytes that the file, or the files of the folder together, may have. */
  maxBytes: number;
  /** Why it is kept. */
  pin: string;
};

/** Where else content may be, besides the own store. */
export type ContentSources = {
  /** Gateways of the other operators of the set. */
  operatorGateways: readonly string[];
  /** Gateways that the task's owner named. */
  storageAddresses: readonly string[];
};

/** What is wanted, and how it is got. */
export type ObtainParameters = {
  wanted: WantedContent;
  sources: ContentSources;
  /** For the gateways, whose addresses others chose. */
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
};

/** Anyone who creates a task names such addresses: waiting for them must not cost an operator much. */
const MAXIMUM_STORAGE_ADDRESSES = 4;

/** The gateways of all operators but this one, and those of the task's owner. */
export function contentSources(parameters: {
  set: OperatorSet;
  self: Address;
  storageAddresses: readonly string[];
}): ContentSources {
  const { set, self, storageAddresses } = parameters;
  return {
    operatorGateways: set.operators
      .filter(({ operator }) => !isAddressEqual(operator, self))
      .map(({ endpoint }) => endpoint)
      .filter(isHttpUrl),
    storageAddresses: storageAddresses.filter(isHttpUrl).slice(0, MAXIMUM_STORAGE_ADDRESSES),
  };
}

/**
 * Sees to it that the own store holds a content, whole and verified.
 *
 * @throws {ContentUnavailableError}, {GatewaysUnreachableError}: not got now; {ContentTooLargeError},
 * {UnsupportedContentError}: the content itself is at fault, whoever holds it; {DiskError}.
 */
export async function obtainContent(
  contentStore: ContentStore,
  { wanted, sources, fetch, signal }: ObtainParameters,
): Promise<void> {
  await fetchContent({
    contentStore,
    gateways: [...sources.operatorGateways, ...sources.storageAddresses],
    root: toCid(wanted.pointer),
    maxBytes: blockBytesLimit(wanted.maxBytes),
    pin: wanted.pin,
    fetch,
    signal,
  });
}

/**
 * The bytes of a content.
 *
 * @throws as `obtainContent`.
 */
export async function loadContent(
  contentStore: ContentStore,
  parameters: ObtainParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const { pointer, maxBytes } = parameters.wanted;
  await obtainContent(contentStore, parameters);
  return readFile(contentStore, { cid: toCid(pointer), maxBytes });
}

/**
 * The network of a task, with its graph if it has one.
 *
 * @throws as `obtainContent`.
 */
export async function loadArchitecture(
  contentStore: ContentStore,
  parameters: ObtainParameters,
): Promise<ArchitectureContent> {
  const root = toCid(parameters.wanted.pointer);
  return toArchitectureContent(await loadWhole(contentStore, parameters), root);
}

/**
 * The evaluation code of a task, with its data.
 *
 * @throws as `obtainContent`.
 */
export async function loadEvaluation(
  contentStore: ContentStore,
  parameters: ObtainParameters,
): Promise<EvaluationContent> {
  const root = toCid(parameters.wanted.pointer);
  return toEvaluationContent(await loadWhole(contentStore, parameters), root);
}

/** A content, a file or a folder. */
async function loadWhole(contentStore: ContentStore, parameters: ObtainParameters): Promise<Content> {
  const { pointer, maxBytes } = parameters.wanted;
  await obtainContent(contentStore, parameters);
  return readContent(contentStore, { root: toCid(pointer), maxBytes });
}

/**
 * Whether an error is proof enough that nobody holds a content: more than two thirds of the operators say so, this
 * one counted. A minority that is down or lies decides nothing.
 */
export function isProofOfAbsence(
  error: unknown,
  { operatorGateways }: ContentSources,
  operatorCount: number,
): boolean {
  if (error instanceof ContentUnavailableError) return isMajority(operatorGateways.length + 1, operatorCount);
  if (!(error instanceof GatewaysUnreachableError)) return false;
  const denying = error.failures.filter(
    ({ gateway, outcome }) => outcome !== 'unreachable' && operatorGateways.includes(gateway),
  );
  return isMajority(denying.length + 1, operatorCount);
}

function isMajority(count: number, operatorCount: number): boolean {
  return 3 * count > 2 * operatorCount;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
