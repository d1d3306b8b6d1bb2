// npm run audit:verify [-- --anchors <file> --public-key <file>]: every audit chain recomputed from its text and held against the
// signed heads outside the database. Exit code 1 when anything is wrong. Give it the copies that were carried to another machine:
// whoever owns this machine owns the files beside the data as well.
import { parseArgs } from 'node:util';
import { anchorFileOf, publicKeyFileOf, readAnchors, readPublicKey } from '@/server/audit/anchors';
import { type ChainReport, verifyAudit } from '@/server/audit/verify-audit';
import type { FaultKind } from '@/server/audit/verify-chain';
import { joinDatabase, runTool } from './join-database';

const inChinese: Record<FaultKind, string> = {
  hash_differs: '内容被改动',
  prev_differs: '与前一行不相接',
  gap: '缺行',
  repeated: '序号重复',
  columns_disagree: '列与内容不一致',
  head_differs: '与链首记录不一致',
  cut: '尾部被截',
  rewritten: '整链被重写',
  forged_anchor: '锚点签名无效',
  unreadable_anchor: '锚点无法读取',
};

function printChain({ org, rows, anchors, fault }: ChainReport): void {
  const found = fault
    ? `第 ${fault.seq} 行 ${inChinese[fault.kind]}. Row ${fault.seq}: ${fault.kind}, ${fault.detail}`
    : '完好. Sound';
  console.log(
    `${org.padEnd(8)} ${String(rows).padStart(9)} 行 rows ${String(anchors).padStart(6)} 锚点 anchors  ${found}`,
  );
}

await runTool(async () => {
  const { values } = parseArgs({ options: { anchors: { type: 'string' }, 'public-key': { type: 'string' } } });
  const database = await joinDatabase('xuemai audit:verify');
  try {
    const { dataDir } = database.env;
    const file = values.anchors ?? anchorFileOf(dataDir);
    const { anchors, unreadable } = readAnchors(file);
    const report = await verifyAudit(database.sql, {
      anchors,
      unreadableLines: unreadable,
      publicKey: readPublicKey(values['public-key'] ?? publicKeyFileOf(dataDir)),
      mayBeRemade: database.embedded !== undefined,
      onChain: printChain,
    });
    for (const fault of report.faults.filter(({ kind }) => kind.endsWith('_anchor')))
      console.log(`${fault.org.padEnd(8)} ${inChinese[fault.kind]}. ${fault.kind}: ${fault.detail}`);
    if (report.formerAnchors > 0)
      console.log(
        `${report.formerAnchors} 个锚点属于以前的演示城市. They belong to a demo city that was made anew since.`,
      );
    const latest = anchors.at(-1);
    console.log(
      latest
        ? `最近的锚点 ${latest.at}, 之后被截的尾部看不出. Latest anchor ${latest.at}: a tail cut after it does not show.`
        : `没有锚点 (${file}): 被截的尾部看不出. No anchors: a cut tail does not show.`,
    );
    const { chains, rows, faults } = report;
    console.log(
      `合计 ${chains.length} 条链, ${rows} 行, ${faults.length} 处问题. ${chains.length} chains, ${rows} rows, ${faults.length} faults`,
    );
    return faults.length > 0 ? 1 : 0;
  } finally {
    await database.close();
  }
});
