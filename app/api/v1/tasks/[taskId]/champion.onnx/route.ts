import { serveDownload } from '#app/_server/task-download.ts';
import { encodeOnnx } from '#sdk/export/encode-onnx.ts';

/** The network with the champion’s parameters, ready to run. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ taskId: string }> },
): Promise<Response> {
  return serveDownload(request, params, ({ taskId, index, architecture, champion }) => ({
    name: `task-${taskId}-champion.onnx`,
    contentType: 'application/octet-stream',
    version: `${index.architectureCid}.${index.champion.parametersCid}`,
    body: async () => {
      const [network, parameters] = await Promise.all([architecture(), champion()]);
      return encodeOnnx({ ...network, parameters });
    },
  }));
}
