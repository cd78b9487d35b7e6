/** The name of the events of the stream that tell of a step of the index. */
export const LIVE_EVENT = 'index';
