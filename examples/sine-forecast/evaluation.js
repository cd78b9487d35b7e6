// How well does the network forecast sums of two sines that it sees through noise?
// Runs in the sandbox once a round and model, with that round's own random source.
const SERIES = 200;
const SEEN = 24;
const FORECAST = 8;
const WAVES = 2;
const NOISE = 0.1;

export default async function evaluate({ random, model, metrics }) {
  const { seen, following } = drawSeries(random, SERIES);
  const { y } = await model.run({ x: { data: seen, dims: [SERIES, SEEN, 1] } });
  return metrics.rSquared(y.data, following);
}

/**
 * Noisy values, and those that follow, without noise. The training script draws its batches here too.
 *
 * @param {{
 *   uniform(count: number, low: number, high: number): Float32Array<ArrayBuffer>,
 *   normal(count: number, mean: number, deviation: number): Float32Array<ArrayBuffer>,
 * }} random
 * @param {number} count
 */
export function drawSeries(random, count) {
  // Radians a step: between 10 and 40 steps make a wave.
  const frequencies = random.uniform(count * WAVES, 0.16, 0.63);
  const amplitudes = random.uniform(count * WAVES, 0.3, 1);
  const phases = random.uniform(count * WAVES, 0, 2 * Math.PI);
  const seen = random.normal(count * SEEN, 0, NOISE);
  const following = new Float32Array(count * FORECAST);
  for (let series = 0; series < count; series++) {
    for (let wave = series * WAVES; wave < (series + 1) * WAVES; wave++) {
      for (let step = 0; step < SEEN + FORECAST; step++) {
        const value = amplitudes[wave] * Math.sin(phases[wave] + frequencies[wave] * step);
        if (step < SEEN) seen[series * SEEN + step] += value;
        else following[series * FORECAST + step - SEEN] += value;
      }
    }
  }
  return { seen, following };
}
