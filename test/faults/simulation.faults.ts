import { drawPlan } from './simulation/plan.ts';
import { simulate } from './simulation/simulation.ts';

const seed = Number(process.env['ZARATHUSTRA_FAULTS_SEED'] ?? 1);
const count = Number(process.env['ZARATHUSTRA_FAULTS_COUNT'] ?? 12);

simulate({ seed, plan: drawPlan({ seed, count }) });
