import type { ExampleName } from './registry.ts';

/** An example that a page can train: its script needs nothing but numbers. */
export type TrainableName = Extract<ExampleName, 'x-squared' | 'two-moons' | 'sine-forecast'>;

/** How to recognise a task as an example, and how long it is worth training. */
export type Trainable = {
  name: TrainableName;
  architectureCid: string;
  evaluationCid: string;
  /** Some seconds’ worth. */
  steps: number;
  /** What the loss is, for people. */
  lossName: string;
};

/** Content identifiers say what a task is, whoever has published it. */
const TRAINABLE: readonly Trainable[] = [
  {
    name: 'x-squared',
    architectureCid: 'bafkreieicp4lyunrrd5lvjawcdr6okcm3b44stbpaavvnffzrgn6istmxm',
    evaluationCid: 'bafkreihrfv6ra4di7r26pfw2cdxesx2pzcln733h3govhrx7cjbhongflm',
    steps: 1_000,
    lossName: 'mean squared error',
  },
  {
    name: 'two-moons',
    architectureCid: 'bafkreigd2lpinr5y7cde4y4wti6wuzu3kurxwo7kkujjrsliqrrui6vicq',
    evaluationCid: 'bafkreihephux5wv4caah2iecwqqhedvdsh43u653nlag6hm53nabfmohqi',
    steps: 1_500,
    lossName: 'cross-entropy',
  },
  {
    name: 'sine-forecast',
    architectureCid: 'bafybeihknx6eu6d57wqkuwup4n4exaxg3uxwfxh4xm66536bcbdkcvykx4',
    evaluationCid: 'bafkreibg6ui55m3iegvvtwjo4h75oeo2vs2fg236xbymxgtbz2cptib6l4',
    steps: 600,
    lossName: 'mean squared error',
  },
];

/** The example that a task is, if a page can train it. */
export function findTrainable(task: {
  architectureCid: string;
  evaluationCid: string;
}): Trainable | undefined {
  return TRAINABLE.find(
    ({ architectureCid, evaluationCid }) =>
      architectureCid === task.architectureCid && evaluationCid === task.evaluationCid,
  );
}
