import { ContentFacts } from '#components/task/task-contents.tsx';
import { Button } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Section } from '#components/ui/section.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { ContentId } from '#components/value/cid.tsx';
import { formatBytes } from '#components/value/format-bytes.ts';
import type { ParsedTerms } from '#hooks/wizard/parse-terms.ts';
import type { Step } from '#hooks/wizard/task-form.ts';
import type { PackedState } from '#hooks/wizard/use-packed-bundle.ts';
import type { TaskCost } from '#protocol/task/cost.ts';
import { TermsEconomics } from './terms-economics.tsx';

/** What is left to do before the task can be published, by the step where it is done. */
export type Obstacle = { step: Step; what: string };

/** All of it once more, before anything is signed. */
export function ReviewStep({
  title,
  packed,
  parsed,
  cost,
  obstacles,
  onStep,
}: {
  title: string;
  packed: PackedState;
  parsed: ParsedTerms;
  cost: TaskCost | undefined;
  obstacles: readonly Obstacle[];
  onStep: (step: Step) => void;
}) {
  return (
    <div className="grid gap-10">
      {obstacles.length > 0 ? (
        <Section title="Still to be done">
          <ul className="grid gap-2 text-small">
            {obstacles.map(({ step, what }) => (
              <li key={what} className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <StateMark tone="fault">{what}</StateMark>
                <Button onClick={() => onStep(step)}>Go there</Button>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <Section title="What is published" note="computed in this browser">
          <Bundle title={title} packed={obstacles.some(({ step }) => step !== 'terms') ? PACKING : packed} />
        </Section>
        <Section title="What it means">
          <TermsEconomics parsed={parsed} cost={cost} />
        </Section>
      </div>
    </div>
  );
}

/** Of what is not complete, no identifiers are shown. */
const PACKING: PackedState = { status: 'packing' };

function Bundle({ title, packed }: { title: string; packed: PackedState }) {
  if (packed.status === 'failed') return <Problem error={packed.error} />;
  if (packed.status === 'packing') {
    return <p className="text-small text-ink-3">The bundle is packed when every part of it is there.</p>;
  }
  const { root, sizeBytes, cids } = packed.bundle;
  return (
    <Facts>
      <Fact name="Title">{title}</Fact>
      <Fact name="Bundle">
        <ContentId cid={root} name="the bundle" />
      </Fact>
      <Fact name="Size">{formatBytes(sizeBytes)}</Fact>
      <ContentFacts cids={cids} />
    </Facts>
  );
}
