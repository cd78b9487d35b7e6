import { connection } from 'next/server';
import { type Database, createDatabase } from '#database/client.ts';
import { readConfiguration } from './configuration.ts';

let database: Database | undefined;

/** The index. Pages that read it are rendered at request time, never at build time. */
export async function openIndex(): Promise<Database> {
  await connection();
  database ??= createDatabase({ url: readConfiguration().databaseUrl });
  return database;
}
