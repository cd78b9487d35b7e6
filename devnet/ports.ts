import { createServer } from 'node:net';
import { BaseError } from '#protocol/errors/base.ts';

/** Everything local listens here: nothing of the development network is for other machines. */
export const LOOPBACK = '127.0.0.1';

/** Something else listens on a port that was asked for. */
export class PortTakenError extends BaseError {
  override name = 'PortTakenError';
  constructor({ port, purpose, setting }: { port: number; purpose: string; setting: string }) {
    super(`Port ${port}, which ${purpose} is to listen on, is taken by another program.`, {
      metaMessages: [`End that program, or give another port with ${setting}.`],
    });
  }
}

/** The base URL of what listens on a port of this machine. */
export function endpointAt(port: number): string {
  return `http://${LOOPBACK}:${port}`;
}

/** A port that nothing listens on right now. */
export async function findFreePort(): Promise<number> {
  return listenOnce(0);
}

/**
 * The port asked for if it is free, or any free one when none was asked for.
 *
 * @param parameters.purpose What is to listen there, for the error: "the database".
 * @param parameters.setting What changes the port, for the error.
 * @throws {PortTakenError}
 */
export async function claimPort(parameters: {
  port: number | undefined;
  purpose: string;
  setting: string;
}): Promise<number> {
  const { port, purpose, setting } = parameters;
  if (port === undefined) return findFreePort();
  try {
    return await listenOnce(port);
  } catch (cause) {
    if (isSystemError(cause, 'EADDRINUSE')) throw new PortTakenError({ port, purpose, setting });
    throw cause;
  }
}

/** Whether an error is the operating system's with this code. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
