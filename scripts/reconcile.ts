// npm run reconcile: prints nothing and ends with 0 when stock, reservations, shipments, issues and roll-ups agree with the ledger;
// else one line for each difference, and 1.
import { findDrift } from '@/server/audit/find-drift';
import { joinDatabase, runTool } from './join-database';

await runTool(async () => {
  const database = await joinDatabase('xuemai reconcile');
  try {
    const drifts = await findDrift(database.sql);
    for (const { rule, subject, facts } of drifts) console.log(`${rule.padEnd(13)} ${subject}: ${facts}`);
    return drifts.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
});
