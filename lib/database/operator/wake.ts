import { Client, Pool } from 'pg';
import { INBOX_CHANNEL } from './inbox.ts';

/** The processes of one operator tell each other by it that something for a submission changed. */
export type WakeSignal = {
  /** Tells all processes, this one too. */
  send(submissionId: bigint): Promise<void>;
  /** Ends the connections. */
  close(): Promise<void>;
};

const CHANNEL = 'operator_wake';
const RECONNECT_MS = 1_000;

/**
 * Opens the signal. It carries hints only: one that is lost costs time until the next block, nothing else, since
 * what is due follows from the chain and the database.
 *
 * @param parameters.onWake Called for every signal.
 * @param parameters.onInbox Called when a message was put into the inbox.
 * @param parameters.onError Called when the connection is lost; it is made anew by itself.
 */
export async function openWakeSignal(parameters: {
  url: string;
  onWake: (submissionId: bigint) => void;
  onInbox: () => void;
  onError: (error: unknown) => void;
}): Promise<WakeSignal> {
  const { url, onWake, onInbox, onError } = parameters;
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on('error', onError);
  let isClosed = false;
  let listener: Client | undefined;
  let reconnection: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    const client = new Client({ connectionString: url, keepAlive: true });
    client.on('notification', ({ channel, payload }) => {
      if (channel === INBOX_CHANNEL) return onInbox();
      if (payload !== undefined && /^\d+$/.test(payload)) onWake(BigInt(payload));
    });
    client.on('error', (error) => {
      if (isClosed || listener !== client) return;
      listener = undefined;
      onError(error);
      reconnection = setTimeout(retry, RECONNECT_MS);
    });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    await client.query(`LISTEN ${INBOX_CHANNEL}`);
    listener = client;
    if (isClosed) await client.end();
  }

  function retry(): void {
    listen().catch((error: unknown) => {
      if (isClosed) return;
      onError(error);
      reconnection = setTimeout(retry, RECONNECT_MS);
    });
  }

  await listen();
  return {
    send: async (submissionId) => {
      await pool.query('SELECT pg_notify($1, $2)', [CHANNEL, submissionId.toString()]);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(reconnection);
      await listener?.end();
      await pool.end();
    },
  };
}
