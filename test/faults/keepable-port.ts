import { randomInt } from 'node:crypto';
import { PortTakenError, claimPort } from '#devnet/ports.ts';

const FIRST_KEEPABLE_PORT = 20_000;
const FIRST_EPHEMERAL_PORT = 32_768;

/** A free port below those that systems give to whoever asks for any: it stays free while its server is dead. */
export async function findKeepablePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_KEEPABLE_PORT, FIRST_EPHEMERAL_PORT);
    try {
      return await claimPort({ port, purpose: 'a server', setting: 'another port' });
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
    }
  }
}
