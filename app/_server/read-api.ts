import { type ReadApi, createReadApi } from '#api/read/create-read-api.ts';
import { openIndex } from './index-database.ts';

let api: ReadApi | undefined;

/** The read API on this server's index. */
export function readApi(): ReadApi {
  api ??= createReadApi({
    openDatabase: openIndex,
    onError: (error) => console.warn('A request of the read API failed.', error),
  });
  return api;
}
