import { answerAsNode } from '../relayed-api.ts';

/** The node's public routes: `/api/node` is where peers find an operator that has no other address. */
export { answerAsNode as GET, answerAsNode as HEAD, answerAsNode as OPTIONS, answerAsNode as POST };
