/** Changes parameters in place by one step of Adam. */
export type Adam = { step(gradients: readonly Float64Array[], learningRate: number): void };

/**
 * Adam with its usual constants.
 *
 * @param parameters Arrays that `step` changes in place; their gradients come in the same order.
 * @see https://arxiv.org/abs/1412.6980 algorithm 1
 */
export function createAdam(parameters: readonly Float64Array[]): Adam {
  const [decay1, decay2, epsilon] = [0.9, 0.999, 1e-8];
  const moments = parameters.map(({ length }) => ({
    first: new Float64Array(length),
    second: new Float64Array(length),
  }));
  let correction1 = 1;
  let correction2 = 1;
  return {
    step(gradients, learningRate) {
      correction1 *= decay1;
      correction2 *= decay2;
      for (const [which, { first, second }] of moments.entries()) {
        const values = parameters[which];
        const gradient = gradients[which];
        if (!values || gradient?.length !== values.length) {
          throw new RangeError(`the gradient of parameter ${which} has another length than the parameter`);
        }
        for (let index = 0; index < values.length; index++) {
          const slope = gradient[index] ?? 0;
          const m = decay1 * (first[index] ?? 0) + (1 - decay1) * slope;
          const v = decay2 * (second[index] ?? 0) + (1 - decay2) * slope * slope;
          first[index] = m;
          second[index] = v;
          const change = m / (1 - correction1) / (Math.sqrt(v / (1 - correction2)) + epsilon);
          values[index] = (values[index] ?? 0) - learningRate * change;
        }
      }
    },
  };
}
