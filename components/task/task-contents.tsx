import { Fact, Facts } from '#components/ui/facts.tsx';
import { ContentId } from '#components/value/cid.tsx';

/** What a task consists of, by content identifier. */
export function TaskContents({
  task,
}: {
  task: { architectureCid: string; parametersCid: string; evaluationCid: string; metadataCid: string };
}) {
  return (
    <Facts>
      <Fact name="Architecture">
        <ContentId cid={task.architectureCid} name="the architecture" />
      </Fact>
      <Fact name="Initial parameters">
        <ContentId cid={task.parametersCid} name="the initial parameters" />
      </Fact>
      <Fact name="Evaluation code">
        <ContentId cid={task.evaluationCid} name="the evaluation code" />
      </Fact>
      <Fact name="Description">
        <ContentId cid={task.metadataCid} name="the description" />
      </Fact>
    </Facts>
  );
}
