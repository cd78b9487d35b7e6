// How well does the policy balance a pole on a cart? Plays the environment that is written here, from starts and with
// gusts that nobody knew when the policy was trained.
// Runs in the sandbox once a round and model, with that round's own random source.
const EPISODES = 16;
const STEPS = 200;
const STEP_SECONDS = 0.02;

const GRAVITY = 9.8;
const CART_KG = 1;
const POLE_KG = 0.1;
const TOTAL_KG = CART_KG + POLE_KG;
/** From the joint to the pole's centre of mass. */
const HALF_POLE_METRES = 0.5;
/** What the policy's output of 1 stands for. */
const FORCE_NEWTONS = 10;
const GUST_NEWTONS = 2;

/** Beyond these the episode is over. */
const ANGLE_LIMIT = (12 * Math.PI) / 180;
const POSITION_LIMIT = 2.4;

/** Position, velocity, angle from upright, angular velocity; starts are uniform within these. */
const START_SPREAD = [1, 0.5, 0.1, 0.5];
const WIDTH = START_SPREAD.length;

export default async function evaluate({ random, model }) {
  const state = random.uniform(EPISODES * WIDTH, -1, 1);
  for (let at = 0; at < state.length; at++) state[at] *= START_SPREAD[at % WIDTH];
  const gusts = random.normal(EPISODES * STEPS, 0, GUST_NEWTONS);
  const standing = new Array(EPISODES).fill(true);
  let score = 0;
  for (let step = 0; step < STEPS && standing.includes(true); step++) {
    const { force } = await model.run({ state: { data: state, dims: [EPISODES, WIDTH] } });
    for (let episode = 0; episode < EPISODES; episode++) {
      if (!standing[episode]) continue;
      const own = state.subarray(episode * WIDTH, (episode + 1) * WIDTH);
      move(own, FORCE_NEWTONS * force.data[episode] + gusts[episode * STEPS + step]);
      const [position, , angle] = own;
      const uprightness = 1 - Math.abs(angle) / ANGLE_LIMIT;
      const centredness = 1 - Math.abs(position) / POSITION_LIMIT;
      // Written so that NaN, from whatever the policy answered, has fallen too.
      standing[episode] = uprightness > 0 && centredness > 0;
      if (standing[episode]) score += (uprightness + centredness) / 2;
    }
  }
  return score / (EPISODES * STEPS);
}

/** One Euler step of the frictionless cart and pole of Barto, Sutton and Anderson (1983). */
function move(state, force) {
  const [position, velocity, angle, spin] = state;
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const push = (force + POLE_KG * HALF_POLE_METRES * spin * spin * sine) / TOTAL_KG;
  const spinChange =
    (GRAVITY * sine - cosine * push) / (HALF_POLE_METRES * (4 / 3 - (POLE_KG * cosine * cosine) / TOTAL_KG));
  const acceleration = push - (POLE_KG * HALF_POLE_METRES * spinChange * cosine) / TOTAL_KG;
  state[0] = position + STEP_SECONDS * velocity;
  state[1] = velocity + STEP_SECONDS * acceleration;
  state[2] = angle + STEP_SECONDS * spin;
  state[3] = spin + STEP_SECONDS * spinChange;
}
