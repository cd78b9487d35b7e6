import type { Tone } from '#components/ui/state-mark.tsx';
import type { TaskStatus } from '#sdk/statuses.ts';

/** What a task's state means to its reader. */
export type TaskState = {
  name: string;
  tone: Tone;
  /** What it waits for, and what happens by itself, as sentences. */
  explanation: string;
};

/** The state of a task; an open one past its deadline is closing, which the chain needs no state for. */
export function describeTask(parameters: {
  status: TaskStatus;
  /** Unix seconds. */
  deadline: number;
  now: number;
  pendingCount: number;
}): TaskState {
  const { status, deadline, now, pendingCount } = parameters;
  const pending = pendingCount === 1 ? 'one submission is' : `${pendingCount} submissions are`;
  switch (status) {
    case 'Created':
      return {
        name: 'Measuring',
        tone: 'preparing',
        explanation:
          'The operators measure the initial parameters. When they agree, the task opens; if they fail in time, anyone can end it and the bounty goes back to the owner.',
      };
    case 'Open':
      if (deadline > now) {
        return {
          name: 'Open',
          tone: 'open',
          explanation:
            'Takes submissions until its deadline. Each improvement is paid when its verdict is mined.',
        };
      }
      return {
        name: 'Closing',
        tone: 'waiting',
        explanation:
          pendingCount > 0
            ? `Past its deadline: ${pending} still being judged, then the rest of the bounty goes back to the owner.`
            : 'Past its deadline and nothing is pending: the rest of the bounty goes back to the owner when somebody closes the task.',
      };
    case 'Solved':
      return {
        name: 'Solved',
        tone: 'won',
        explanation:
          pendingCount > 0
            ? `The target is reached, or the bounty is used up. It takes no more submissions; ${pending} still being judged.`
            : 'The target is reached, or the bounty is used up. It takes no more submissions.',
      };
    case 'Closed':
      return {
        name: 'Closed',
        tone: 'done',
        explanation: 'Everything is settled; what was left of the bounty went back to the owner.',
      };
    case 'Void':
      return {
        name: 'Void',
        tone: 'fault',
        explanation:
          'The initial parameters already reach the target, or they could not be evaluated. The bounty went back to the owner, less the operators’ fee.',
      };
  }
}
