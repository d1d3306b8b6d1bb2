import { readFileSync } from 'node:fs';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { startEmbeddedPostgres } from '@/db/embedded';
import { makeRunFolder, removeRunFolder } from '../support/leftovers';
import { type App, findFreePort, type Mode, startApp } from './app';
import type { Attempt, Client } from './client';
import { createShared, openClients, type Shared } from './load';

/** A demo city of its own under a running application, its eight clients, and a superuser's eye on the database. */
export interface DrillCity {
  app: App;
  readonly mode: Mode;
  readonly dataDir: string;
  readonly port: number;
  readonly clients: readonly Client[];
  readonly shared: Shared;
  readonly eye: Sql;
  attempts(): Attempt[];
  close(): Promise<void>;
}

export async function openDrillCity(mode: Mode): Promise<DrillCity> {
  const dataDir = makeRunFolder();
  const port = await findFreePort();
  let app: App | undefined;
  let eye: Sql | undefined;
  const close = async () => {
    await eye?.end({ timeout: 1 });
    if (app && !app.hasEnded()) await app.kill();
    removeRunFolder(dataDir);
  };
  try {
    app = await startApp(mode, dataDir, port);
    const joined = await startEmbeddedPostgres({ dataDir, log: () => {}, mayJoin: true });
    const url = new URL(joined.adminUrl);
    url.pathname = new URL(joined.ownerUrl).pathname;
    eye = postgres(url.href, { max: 2, onnotice: () => {}, connection: { application_name: 'xuemai drill' } });
    const { authSecret } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
      authSecret: string;
    };
    const clients = openClients({ url: app.url, authSecret });
    for (const client of clients) await client.signIn();
    return {
      ...{ app, mode, dataDir, port, clients, eye, shared: createShared(), close },
      attempts: () => clients.flatMap((client) => client.attempts),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
