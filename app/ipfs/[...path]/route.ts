import { answerAsNode } from '#app/api/node/relayed-api.ts';

/** `/ipfs/{cid}` of the operators' gateways. */
export { answerAsNode as GET, answerAsNode as HEAD, answerAsNode as OPTIONS };
