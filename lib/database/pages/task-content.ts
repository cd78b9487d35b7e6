import type { Database } from '../client.ts';

/** Where a task's content and its champion's parameters are found, by content identifier. */
export type TaskContentIndex = {
  architectureCid: string;
  evaluationCid: string;
  metadataCid: string;
  /** The initial parameters. */
  parametersCid: string;
  /** The most bytes that the bundle may have. */
  bundleBytes: number;
  /** The most bytes that parameters may have. */
  parameterBytes: number;
  /** The baseline until something beats it. */
  champion: { index: number; parametersCid: string };
};

/** What can be downloaded of a task; `undefined` when there is none of this number. */
export async function readTaskContent(
  { prisma }: Database,
  { taskId }: { taskId: number },
): Promise<TaskContentIndex | undefined> {
  const task = await prisma.task.findUnique({
    where: { id: taskId },
    select: {
      architectureCid: true,
      evaluationCid: true,
      metadataCid: true,
      parametersCid: true,
      storageQuotaBytes: true,
      taskDefinitionId: true,
      championId: true,
    },
  });
  if (task === null) return undefined;
  const { storageQuotaBytes, taskDefinitionId, championId, ...cids } = task;
  const [definition, champion] = await Promise.all([
    prisma.taskDefinition.findUnique({
      where: { id: taskDefinitionId },
      select: { maximumParameterBytes: true },
    }),
    prisma.submission.findUnique({
      where: { id: championId },
      select: { index: true, parametersCid: true },
    }),
  ]);
  const bundleBytes = Number(storageQuotaBytes);
  return {
    ...cids,
    bundleBytes,
    parameterBytes: definition === null ? bundleBytes : Number(definition.maximumParameterBytes),
    champion: {
      index: champion?.index ?? 0,
      parametersCid: champion?.parametersCid ?? cids.parametersCid,
    },
  };
}
