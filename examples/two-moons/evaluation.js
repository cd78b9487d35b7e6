// How well does the network tell two interleaved half circles apart, when noise blurs them?
// Runs in the sandbox once a round and model, with that round's own random source.
const POINTS = 2000;
const NOISE = 0.2;

export default async function evaluate({ random, model, metrics }) {
  const { points, labels } = drawMoons(random, POINTS);
  const { y } = await model.run({ x: { data: points, dims: [POINTS, 2] } });
  return metrics.logLossScore(y.data, labels);
}

/**
 * The upper half of the unit circle is moon 0; moon 1 is its lower half, moved by (1, ½). The training script draws its
 * batches here too.
 *
 * @param {{
 *   uniform(count: number, low: number, high: number): Float32Array<ArrayBuffer>,
 *   normal(count: number, mean: number, deviation: number): Float32Array<ArrayBuffer>,
 *   integers(count: number, low: number, high: number): Int32Array<ArrayBuffer>,
 * }} random
 * @param {number} count
 */
export function drawMoons(random, count) {
  const angles = random.uniform(count, 0, Math.PI);
  const labels = Float32Array.from(random.integers(count, 0, 2));
  const points = random.normal(2 * count, 0, NOISE);
  for (let index = 0; index < count; index++) {
    const across = Math.cos(angles[index]);
    const up = Math.sin(angles[index]);
    points[2 * index] += labels[index] === 0 ? across : 1 - across;
    points[2 * index + 1] += labels[index] === 0 ? up : 0.5 - up;
  }
  return { points, labels };
}
