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
      <ContentFacts
        cids={{
          architecture: task.architectureCid,
          parameters: task.parametersCid,
          evaluation: task.evaluationCid,
          metadata: task.metadataCid,
        }}
      />
    </Facts>
  );
}

/** The contents of a bundle, as rows among other facts. */
export function ContentFacts({
  cids: { architecture, parameters, evaluation, metadata },
}: {
  cids: { architecture: string; parameters: string; evaluation: string; metadata: string };
}) {
  return (
    <>
      <Fact name="Architecture">
        <ContentId cid={architecture} name="the architecture" />
      </Fact>
      <Fact name="Initial parameters">
        <ContentId cid={parameters} name="the initial parameters" />
      </Fact>
      <Fact name="Evaluation code">
        <ContentId cid={evaluation} name="the evaluation code" />
      </Fact>
      <Fact name="Description">
        <ContentId cid={metadata} name="the description" />
      </Fact>
    </>
  );
}
