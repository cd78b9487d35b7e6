import { openIndex } from '#app/_server/index-database.ts';
import { createChangeFeed } from '#api/events/change-feed.ts';
import { createEventsApi } from '#api/events/events.ts';

let api: ReturnType<typeof createEventsApi> | undefined;

/** One feed serves everybody who listens to this server. */
export async function GET(request: Request): Promise<Response> {
  const database = await openIndex();
  api ??= createEventsApi({
    feed: createChangeFeed({
      database,
      onError: (error) => console.warn('The index could not be followed; it is tried again.', error),
    }),
  });
  return api.fetch(request);
}
