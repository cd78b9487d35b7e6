import { Hono } from 'hono';

/** Ponder wants an API; nobody asks this one. */
export default new Hono();
