import type { Database } from '../client.ts';

/** What kind of message of another operator it is. */
export type InboxKind = 'Claim' | 'Attestation';

/** A message that nobody has decided about. */
export type InboxMessage = { id: bigint; kind: InboxKind; body: string };

/** What the node decided: `accepted`, `failed`, or the code of a refusal with its words. */
export type InboxDecision = { outcome: string; message: string | undefined };

/** More are not decided about at once. */
const BATCH = 64;
/** Nobody waits for an answer any more. */
const FORGOTTEN_AFTER_SECONDS = 60;

/** The channel on which nodes hear of new messages. */
export const INBOX_CHANNEL = 'operator_inbox';

/** Puts a message where the node finds it, and tells the node. @returns The message's number. */
export async function putMessage(
  { prisma }: Database,
  { kind, body }: { kind: InboxKind; body: string },
): Promise<bigint> {
  const { id } = await prisma.inboxMessage.create({ data: { kind, body }, select: { id: true } });
  await prisma.$executeRaw`SELECT pg_notify(${INBOX_CHANNEL}, ${id.toString()})`;
  return id;
}

/** What was decided about a message; `undefined` while nothing was. */
export async function findDecision(
  { prisma }: Database,
  { id }: { id: bigint },
): Promise<InboxDecision | undefined> {
  const row = await prisma.inboxMessage.findUnique({
    where: { id },
    select: { outcome: true, message: true },
  });
  if (row === null || row.outcome === null) return undefined;
  return { outcome: row.outcome, message: row.message ?? undefined };
}

/** The messages that wait for a decision, the oldest first. */
export async function listUndecided({ prisma }: Database): Promise<InboxMessage[]> {
  return prisma.inboxMessage.findMany({
    where: { outcome: null },
    orderBy: { id: 'asc' },
    take: BATCH,
    select: { id: true, kind: true, body: true },
  });
}

/** Writes a decision; the first one stands. */
export async function decideMessage(
  { prisma }: Database,
  { id, outcome, message }: InboxDecision & { id: bigint },
): Promise<void> {
  await prisma.inboxMessage.updateMany({
    where: { id, outcome: null },
    data: { outcome, message: message ?? null },
  });
}

/** Removes messages for whose answers nobody waits any more. */
export async function forgetMessages({ prisma }: Database): Promise<void> {
  await prisma.$executeRaw`
    DELETE FROM inbox_messages WHERE received_at < now() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS}::int)`;
}
