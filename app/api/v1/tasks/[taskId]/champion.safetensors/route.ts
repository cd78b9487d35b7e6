import { serveDownload } from '#app/_server/task-download.ts';

/** The champion’s parameters, as they were submitted. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ taskId: string }> },
): Promise<Response> {
  return serveDownload(request, params, ({ taskId, index, champion }) => ({
    name: `task-${taskId}-champion.safetensors`,
    contentType: 'application/octet-stream',
    version: index.champion.parametersCid,
    body: champion,
  }));
}
