import { makeZip } from 'client-zip';
import { type TaskDownload, serveDownload } from '#app/_server/task-download.ts';
import { BUNDLE_FILES, DATA_FOLDER, GRAPH_FILE } from '#protocol/task/bundle.ts';

/** A file’s place in the archive. */
type Entry = { name: string; input: Uint8Array<ArrayBuffer>; lastModified: Date };

/** Content has no time; the archive of the same content is the same file. */
const NO_TIME = new Date(Date.UTC(1980, 0, 1, 12));

/** Everything that one needs to train at home: the task’s bundle, and the champion that is to be beaten. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ taskId: string }> },
): Promise<Response> {
  return serveDownload(request, params, (task) => {
    const { taskId, index } = task;
    return {
      name: `task-${taskId}.zip`,
      contentType: 'application/zip',
      version: [
        index.architectureCid,
        index.evaluationCid,
        index.metadataCid,
        index.parametersCid,
        index.champion.parametersCid,
      ].join('.'),
      body: async () => makeZip(await readEntries(task)),
    };
  });
}

async function readEntries(task: TaskDownload): Promise<Entry[]> {
  const [network, judge, metadata, baseline, champion] = await Promise.all([
    task.architecture(),
    task.evaluation(),
    task.metadata(),
    task.baseline(),
    task.champion(),
  ]);
  const folder = `task-${task.taskId}`;
  const entry = (path: string, input: Uint8Array<ArrayBuffer>): Entry => ({
    name: `${folder}/${path}`,
    input,
    lastModified: NO_TIME,
  });
  return [
    entry(BUNDLE_FILES.metadata, metadata),
    entry(BUNDLE_FILES.architecture, network.architecture),
    ...(network.graph ? [entry(GRAPH_FILE, network.graph)] : []),
    entry(BUNDLE_FILES.evaluation, judge.evaluation),
    ...judge.data.map(({ name, bytes }) => entry(`${DATA_FOLDER}${name}`, bytes)),
    entry(BUNDLE_FILES.parameters, baseline),
    entry('champion.safetensors', champion),
  ];
}
