import { readFileSync } from 'node:fs';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { startEmbeddedPostgres } from '@/db/embedded';
import { readPostmaster } from '@/db/embedded/postmaster';
import { makeRunFolder, removeRunFolder } from '../support/leftovers';
import { type App, findFreePort, type Mode, type StartOptions, startApp } from './app';
import type { Attempt, Client } from './client';
import { createShared, openClients, type Shared } from './load';

/** A demo city of its own under a running application, and a superuser's eye on the database. */
export interface OwnCity {
  app: App;
  readonly mode: Mode;
  /** Another one after a restore: see `moveTo`. */
  dataDir: string;
  readonly port: number;
  eye: Sql;
  readonly authSecret: string;
  /** The number of the process that is the database now; 0 while there is none. */
  postmaster(): number;
  /** Starts the application again on the same data, after it ended. */
  startAgain(): Promise<void>;
  /** Goes on with this data folder; the application has ended on the other. */
  moveTo(dataDir: string): Promise<void>;
  close(): Promise<void>;
}

export type CityOptions = StartOptions & { readonly folder?: string };

/** Own city with eight people at work. */
export interface DrillCity extends OwnCity {
  readonly clients: readonly Client[];
  readonly shared: Shared;
  attempts(): Attempt[];
}

async function lookInto(dataDir: string): Promise<{ eye: Sql; clusterDir: string }> {
  const joined = await startEmbeddedPostgres({ dataDir, log: () => {}, mayJoin: true });
  const url = new URL(joined.adminUrl);
  url.pathname = new URL(joined.ownerUrl).pathname;
  const eye = postgres(url.href, { max: 2, onnotice: () => {}, connection: { application_name: 'xuemai drill' } });
  return { eye, clusterDir: joined.clusterDir };
}

/** @param start its folder: a run folder of the caller's own making. */
export async function openOwnCity(mode: Mode, { folder, ...start }: CityOptions = {}): Promise<OwnCity> {
  const folders = [folder ?? makeRunFolder()];
  const [dataDir = ''] = folders;
  const port = await findFreePort();
  const opened: { city?: OwnCity; app?: App; eye?: Sql } = {};
  const close = async () => {
    await (opened.city?.eye ?? opened.eye)?.end({ timeout: 1 });
    const running = opened.city?.app ?? opened.app;
    if (running && !running.hasEnded()) await running.kill();
    for (const folder of folders) removeRunFolder(folder);
  };
  try {
    const app = await startApp(mode, dataDir, port, start);
    opened.app = app;
    let looked = await lookInto(dataDir);
    opened.eye = looked.eye;
    const { authSecret } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
      authSecret: string;
    };
    const city: OwnCity = {
      ...{ app, mode, dataDir, port, eye: looked.eye, authSecret, close },
      postmaster: () => readPostmaster(looked.clusterDir)?.pid ?? 0,
      async startAgain() {
        this.app = await startApp(mode, this.dataDir, port, start);
      },
      async moveTo(folder) {
        await this.eye.end({ timeout: 1 });
        folders.push(folder);
        this.dataDir = folder;
        await this.startAgain();
        looked = await lookInto(folder);
        this.eye = looked.eye;
      },
    };
    opened.city = city;
    return city;
  } catch (error) {
    await close();
    throw error;
  }
}

export async function openDrillCity(mode: Mode, start: CityOptions = {}): Promise<DrillCity> {
  const own = await openOwnCity(mode, start);
  try {
    const clients = openClients({ url: own.app.url, authSecret: own.authSecret });
    for (const client of clients) await client.signIn();
    // The same object: what the application is changes with every restart.
    return Object.assign(own, {
      ...{ clients, shared: createShared() },
      attempts: () => clients.flatMap((client) => client.attempts),
    });
  } catch (error) {
    await own.close();
    throw error;
  }
}
