import { openIndex } from '#app/_server/index-database.ts';
import { readCheckpoint } from '#database/pages/checkpoint.ts';

/** Whether this server can serve: the index answers. */
export async function GET(): Promise<Response> {
  const checkpoint = await readCheckpoint(await openIndex());
  return Response.json({ blockNumber: checkpoint === undefined ? null : Number(checkpoint.blockNumber) });
}
