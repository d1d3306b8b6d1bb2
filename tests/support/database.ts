import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { ensureDatabase } from '@/db/roles';

export interface TestDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly authUrl: string;
  /** The server's superuser, for tests that terminate backends or tamper. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

function onDatabase(url: string, name: string): string {
  const at = new URL(url);
  at.pathname = `/${name}`;
  return at.href;
}

/** A migrated database of its own, copied from the template; call `drop()` in afterAll, after ending the pools. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const name = `test_${randomBytes(5).toString('hex')}`;
  const admin = postgres(cluster.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await ensureDatabase(admin, name, { template: cluster.template });
  } finally {
    await admin.end();
  }
  return {
    name,
    ownerUrl: onDatabase(cluster.ownerUrl, name),
    appUrl: onDatabase(cluster.appUrl, name),
    authUrl: onDatabase(cluster.authUrl, name),
    adminUrl: onDatabase(cluster.adminUrl, name),
    async drop() {
      const sql = postgres(cluster.adminUrl, { max: 1, onnotice: () => {} });
      try {
        await sql.unsafe(`drop database if exists ${name} with (force)`);
      } finally {
        await sql.end();
      }
    },
  };
}
