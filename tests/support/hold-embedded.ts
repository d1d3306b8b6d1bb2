// A process that starts the embedded database and stays: for tests that kill it.
import { startEmbeddedPostgres } from '@/db/embedded';

const pg = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: () => {} });
process.stdout.write(`ready ${pg.port}\n`);
setInterval(() => {}, 1_000);
