import { pino } from 'pino';
import type { Sql } from 'postgres';
import { Registry } from 'prom-client';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { hubOf } from '@/server/realtime/hub';
import { createBell, createDiskWatch } from '@/server/runtime';

/** A process of its own that only relays, to be killed by the test: `relay-process.ts <application url>`. */
const sql = openPool(process.argv[2] ?? '', { max: 2 }) as unknown as Sql;
const hub = hubOf({
  sql,
  db: drizzleOn(sql),
  authSql: sql,
  log: pino({ level: 'fatal' }),
  metrics: new Registry(),
  authSecret: '',
  isDemo: false,
  isPractice: false,
  isInsecure: false,
  publicUrl: '',
  dataDir: '',
  bell: createBell(),
  disk: createDiskWatch(),
});
await hub.ready;
setInterval(() => {
  if (hub.lag().isRelay) console.log('relaying');
}, 50);
