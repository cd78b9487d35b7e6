/** A mean over a batch, and its gradient for every output of the network. Rows are samples. */
export type Loss = (
  outputs: Float64Array<ArrayBuffer>,
  size: number,
) => { loss: number; gradient: Float64Array<ArrayBuffer> };

/** Probabilities are kept this far from 0, as one certain mistake would else cost infinitely much. */
const LEAST_PROBABILITY = 1e-7;

/** The mean squared error to targets in the order of the outputs. */
export function meanSquaredError(targets: ArrayLike<number>): Loss {
  return (outputs) => {
    let loss = 0;
    const gradient = outputs.map((output, index) => {
      const error = output - (targets[index] ?? 0);
      loss += (error * error) / outputs.length;
      return (2 * error) / outputs.length;
    });
    return { loss, gradient };
  };
}

/** The mean −ln p of what was the case, for one probability a sample and labels 0 and 1. */
export function binaryCrossEntropy(labels: ArrayLike<number>): Loss {
  return (outputs, size) => {
    let loss = 0;
    const gradient = outputs.map((probability, index) => {
      const isOne = labels[index] === 1;
      const given = Math.max(isOne ? probability : 1 - probability, LEAST_PROBABILITY);
      loss -= Math.log(given) / size;
      return (isOne ? -1 : 1) / given / size;
    });
    return { loss, gradient };
  };
}

/** The mean −ln p of the label, for a row of probabilities a sample and labels counted from 0. */
export function crossEntropy(labels: ArrayLike<number>): Loss {
  return (outputs, size) => {
    const width = outputs.length / size;
    const gradient = new Float64Array(outputs.length);
    let loss = 0;
    for (let row = 0; row < size; row++) {
      const at = row * width + (labels[row] ?? 0);
      const given = Math.max(outputs[at] ?? 0, LEAST_PROBABILITY);
      loss -= Math.log(given) / size;
      gradient[at] = -1 / given / size;
    }
    return { loss, gradient };
  };
}
