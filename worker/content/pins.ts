/** Why content that was uploaded for a task to come is kept. */
export function bundlePin(root: string): string {
  return `bundle/${root}`;
}

/** Why a submission's parameters are kept. */
export function submissionPin(submissionId: bigint): string {
  return `submission/${submissionId}`;
}

/** The submission that a pin is for; `undefined`: it is for something else. */
export function submissionOfPin(pin: string): bigint | undefined {
  const [, id] = /^submission\/(\d+)$/.exec(pin) ?? [];
  return id === undefined ? undefined : BigInt(id);
}

/** Why a task's network, evaluation code and description are kept. */
export function taskPin(taskId: number): string {
  return `task/${taskId}`;
}
