import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '@/db/embedded';
import { migrateDatabase } from '@/db/migrate';
import { makeRunFolder, removeRunFolder, sweepLeftovers } from './leftovers';

export interface TestCluster {
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly authUrl: string;
  readonly template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

const template = 'xuemai_template';

/** One real PostgreSQL per run, migrated once into a template that every suite copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweepLeftovers();
  const dataDir = makeRunFolder();
  const pg = await startEmbeddedPostgres({
    dataDir,
    log: (line) => process.stderr.write(`${line}\n`),
    database: template,
  });
  await migrateDatabase(pg.ownerUrl);
  const { adminUrl, ownerUrl, appUrl, authUrl } = pg;
  project.provide('cluster', { adminUrl, ownerUrl, appUrl, authUrl, template });
  return async () => {
    await pg.stop();
    removeRunFolder(dataDir);
  };
}
