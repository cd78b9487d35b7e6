import type { CID } from 'multiformats/cid';
import { type PollingOptions, poll } from '../polling/poll.ts';
import { gatewayUrl } from './get-gateways.ts';

/** Which gateways hold a content. */
export type Availability = { held: readonly string[]; missing: readonly string[] };

export type WaitForAvailabilityParameters = PollingOptions & {
  root: CID;
  gateways: readonly string[];
  /** Gateways that must hold it. @default more than two thirds of them */
  threshold?: number | undefined;
  onProgress?: ((availability: Availability) => void) | undefined;
};

export type WaitForAvailabilityReturnType = Availability;

/**
 * Waits until enough gateways say that they hold a content. A gateway that does not answer counts as one that does
 * not hold it.
 *
 * @throws {WaitTimeoutError}
 */
export async function waitForAvailability(
  parameters: WaitForAvailabilityParameters,
): Promise<WaitForAvailabilityReturnType> {
  const { root, gateways, threshold = moreThanTwoThirds(gateways.length), ...options } = parameters;
  return poll({
    ...options,
    awaited: `That ${threshold} of ${gateways.length} gateways hold ${root.toString()}`,
    read: () => getAvailability({ root, gateways, signal: options.signal }),
    until: ({ held }) => held.length >= threshold,
  });
}

export type GetAvailabilityParameters = {
  root: CID;
  gateways: readonly string[];
  signal?: AbortSignal | undefined;
};

/** Asks gateways whether they hold a content; each once. */
export async function getAvailability(parameters: GetAvailabilityParameters): Promise<Availability> {
  const { root, gateways, signal } = parameters;
  const answers = await Promise.all(
    gateways.map(async (gateway) => ({ gateway, holds: await holds({ gateway, root, signal }) })),
  );
  const named = (wanted: boolean) =>
    answers.filter(({ holds }) => holds === wanted).map(({ gateway }) => gateway);
  return { held: named(true), missing: named(false) };
}

/** The least whole number above two thirds. */
export function moreThanTwoThirds(count: number): number {
  return Math.floor((2 * count) / 3) + 1;
}

const ANSWER_TIMEOUT_MS = 10_000;

async function holds(parameters: {
  gateway: string;
  root: CID;
  signal?: AbortSignal | undefined;
}): Promise<boolean> {
  const { gateway, root, signal } = parameters;
  const patience = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(gatewayUrl(gateway, `ipfs/${root.toString()}?format=car`), {
      method: 'HEAD',
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    return response.status === 200;
  } catch (error) {
    signal?.throwIfAborted();
    // Not reached, whatever the reason: nothing is known to be held there.
    if (error instanceof Error) return false;
    throw error;
  }
}
