/** The name of the events of the stream that tell of a step of the index. */
export const LIVE_EVENT = 'index';

/** The name of those that tell how far a submission is. */
export const PROGRESS_EVENT = 'progress';
