// How well does the network read handwritten digits? Everybody has the images, so what is judged is a fresh distortion
// of each: moved, turned, scaled, faded and noisy, as nobody knew when the network was trained.
// Runs in the sandbox once a round and model, with that round's own random source.
const IMAGES = 250;
const CLASSES = 10;
const SIDE = 14;
const PIXELS = SIDE * SIDE;
/** The label, then the grey values from 0 to 255. */
const RECORD_BYTES = 1 + PIXELS;

const MOVE_PIXELS = 1.5;
const TURN_RADIANS = 0.25;
const SCALE = 0.2;
const FADE = 0.4;
const NOISE = 0.1;

export default async function evaluate({ random, model, metrics, data }) {
  const { images, labels } = drawDigits(random, data.bytes('digits.bin'), IMAGES);
  const { probabilities } = await model.run({ image: { data: images, dims: [IMAGES, PIXELS] } });
  const given = Float32Array.from(labels, (label, row) => probabilities.data[row * CLASSES + label]);
  return metrics.logLossScore(
    given,
    given.map(() => 1),
  );
}

/**
 * Distorted images, 0 … 1, and their labels. The training script draws its batches here too.
 *
 * @param {{
 *   uniform(count: number, low: number, high: number): Float32Array<ArrayBuffer>,
 *   normal(count: number, mean: number, deviation: number): Float32Array<ArrayBuffer>,
 *   integers(count: number, low: number, high: number): Int32Array<ArrayBuffer>,
 * }} random
 * @param {Uint8Array} digits The records of `data/digits.bin`.
 * @param {number} count
 */
export function drawDigits(random, digits, count) {
  const picked = random.integers(count, 0, digits.length / RECORD_BYTES);
  const right = random.uniform(count, -MOVE_PIXELS, MOVE_PIXELS);
  const down = random.uniform(count, -MOVE_PIXELS, MOVE_PIXELS);
  const turn = random.uniform(count, -TURN_RADIANS, TURN_RADIANS);
  const scale = random.uniform(count, 1 - SCALE, 1 + SCALE);
  const brightness = random.uniform(count, 1 - FADE, 1);
  const images = random.normal(count * PIXELS, 0, NOISE);
  const labels = new Int32Array(count);
  for (let image = 0; image < count; image++) {
    const start = picked[image] * RECORD_BYTES;
    labels[image] = digits[start];
    draw(
      digits.subarray(start + 1, start + RECORD_BYTES),
      images.subarray(image * PIXELS, (image + 1) * PIXELS),
      {
        right: right[image],
        down: down[image],
        // Where a pixel comes from: the inverse of turning and scaling.
        cosine: Math.cos(turn[image]) / scale[image],
        sine: Math.sin(turn[image]) / scale[image],
        brightness: brightness[image] / 255,
      },
    );
  }
  return { images, labels };
}

/** Adds a distorted image to the noise that is already there, by bilinear interpolation. */
function draw(source, into, { right, down, cosine, sine, brightness }) {
  const middle = (SIDE - 1) / 2;
  for (let row = 0; row < SIDE; row++) {
    const y = row - middle - down;
    for (let column = 0; column < SIDE; column++) {
      const x = column - middle - right;
      const fromColumn = middle + cosine * x + sine * y;
      const fromRow = middle - sine * x + cosine * y;
      const left = Math.floor(fromColumn);
      const top = Math.floor(fromRow);
      if (left < 0 || top < 0 || left >= SIDE - 1 || top >= SIDE - 1) continue;
      const across = fromColumn - left;
      const along = fromRow - top;
      const at = top * SIDE + left;
      const upper = source[at] + across * (source[at + 1] - source[at]);
      const lower = source[at + SIDE] + across * (source[at + SIDE + 1] - source[at + SIDE]);
      into[row * SIDE + column] += brightness * (upper + along * (lower - upper));
    }
  }
}
