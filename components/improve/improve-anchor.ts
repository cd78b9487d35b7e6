/** The part of a task's page where it is improved; whoever follows a link with it wants it open. */
export const IMPROVE_ANCHOR = 'improve';
