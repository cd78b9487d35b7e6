/**
 * Preloaded into a node of the simulation (`node --import`): shifts what it reads as the time of day by the seconds that
 * a file holds, as soon as the file is changed. Timers and `performance.now` go on as they do on a machine whose clock
 * is set.
 */
import { readFileSync } from 'node:fs';

/** Names the file. */
const FILE_VARIABLE = 'SHIFTED_CLOCK_FILE';
const LOOK_MS = 50;

const file = process.env[FILE_VARIABLE];
if (file !== undefined) {
  let shiftMs = 0;
  const look = () => {
    shiftMs = Number(readFileSync(file, 'utf8')) * 1_000;
  };
  look();
  setInterval(look, LOOK_MS).unref();

  const RealDate = Date;
  const now = () => RealDate.now() + shiftMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [now()] : parameters, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}
