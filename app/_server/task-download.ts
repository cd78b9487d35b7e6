import { z } from 'zod';
import { readTaskContent, type TaskContentIndex } from '#database/pages/task-content.ts';
import { listGateways } from '#database/pages/operators.ts';
import { ContentUnavailableError, GatewaysUnreachableError } from '#protocol/content/errors.ts';
import { toPointer, toCid } from '#protocol/content/pointer.ts';
import type { Content } from '#protocol/content/read-content.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { type ArchitectureContent, toArchitectureContent } from '#protocol/task/architecture-content.ts';
import { type EvaluationContent, toEvaluationContent } from '#protocol/task/evaluation-content.ts';
import { fetchContent } from '#sdk/content/fetch-content.ts';
import { requireFile } from '#sdk/content/require-file.ts';
import { openIndex } from './index-database.ts';

const parametersSchema = z.object({ taskId: z.coerce.number().int().min(1).max(0xffff_ffff) });

/** Downloads that this server prepares at once: each holds a content in memory until it is verified. */
const MAXIMUM_AT_ONCE = 8;
const BUSY_RETRY_SECONDS = 2;

/** A task whose content is fetched from the operators’ gateways; every byte is verified before it leaves. */
export type TaskDownload = {
  taskId: number;
  index: TaskContentIndex;
  architecture(): Promise<ArchitectureContent>;
  evaluation(): Promise<EvaluationContent>;
  /** `task.json` */
  metadata(): Promise<Uint8Array<ArrayBuffer>>;
  /** The initial parameters. */
  baseline(): Promise<Uint8Array<ArrayBuffer>>;
  champion(): Promise<Uint8Array<ArrayBuffer>>;
};

/** A file to download. Its address stays, its content follows the champion: `version` names it. */
export type Download = {
  name: string;
  contentType: string;
  /** Of the content; what has it already is not sent again. */
  version: string;
  body: () => Promise<BodyInit>;
};

let running = 0;

/** Answers with a download, `304` to who has it already, or what went wrong as JSON. */
export async function serveDownload(
  request: Request,
  parameters: Promise<{ taskId: string }>,
  describe: (task: TaskDownload) => Download,
): Promise<Response> {
  const parsed = parametersSchema.safeParse(await parameters);
  const task = parsed.success ? await openTask(parsed.data.taskId, request.signal) : undefined;
  if (task === undefined) return refuse(404, 'There is no such task.');
  const { name, contentType, version, body } = describe(task);
  const etag = `"${version}"`;
  const headers = {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${name}"`,
    etag,
    // The address stays when the champion changes, so it is asked for again each time.
    'cache-control': 'public, no-cache',
    // What it is made of may be read by any page.
    'access-control-allow-origin': '*',
  };
  if (holds(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  if (running >= MAXIMUM_AT_ONCE) {
    return refuse(503, 'Too many downloads are being prepared. Try it again in a moment.', {
      'retry-after': String(BUSY_RETRY_SECONDS),
    });
  }
  running += 1;
  try {
    return new Response(await body(), { headers });
  } catch (error) {
    if (error instanceof ContentUnavailableError) return refuse(404, error.message);
    if (error instanceof GatewaysUnreachableError) return refuse(502, error.message);
    // What somebody published cannot be read, or makes no network.
    if (error instanceof BaseError) return refuse(422, error.message);
    throw error;
  } finally {
    running -= 1;
  }
}

async function openTask(taskId: number, signal: AbortSignal): Promise<TaskDownload | undefined> {
  const database = await openIndex();
  const index = await readTaskContent(database, { taskId });
  if (index === undefined) return undefined;
  const read = async (cid: string, maxBytes: number): Promise<Content> =>
    fetchContent({ pointer: toPointer(cid), gateways: await listGateways(database), maxBytes, signal });
  const readFile = async (cid: string, maxBytes: number) =>
    requireFile(await read(cid, maxBytes), toPointer(cid));
  return {
    taskId,
    index,
    architecture: async () =>
      toArchitectureContent(
        await read(index.architectureCid, index.bundleBytes),
        toCid(toPointer(index.architectureCid)),
      ),
    evaluation: async () =>
      toEvaluationContent(
        await read(index.evaluationCid, index.bundleBytes),
        toCid(toPointer(index.evaluationCid)),
      ),
    metadata: () => readFile(index.metadataCid, index.bundleBytes),
    baseline: () => readFile(index.parametersCid, index.parameterBytes),
    champion: () => readFile(index.champion.parametersCid, index.parameterBytes),
  };
}

function holds(ifNoneMatch: string | null, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json(
    { error: { message } },
    { status, headers: { 'cache-control': 'no-store', ...headers } },
  );
}
