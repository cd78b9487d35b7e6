/** The database in which a browser keeps submissions on their way. */
export const SUBMISSION_DATABASE = 'zarathustra.submissions';
/** Dispatched on the window when something is kept there. */
export const SUBMISSION_KEPT = 'zarathustra.submission-kept';
