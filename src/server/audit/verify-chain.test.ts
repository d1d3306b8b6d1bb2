import { describe, expect, it } from 'vitest';
import { type AuditRow, ChainVerifier, hashOfRow } from './verify-chain';

const at = '2026-11-23T08:00:00.000000Z';

function makeRow(seq: number, prevHash: string, action = 'patients.register'): AuditRow {
  const [module, recordId] = ['patients', `record-${seq}`];
  const payload = JSON.stringify({ at, org: 'H01', seq, action, module, record: recordId, after: { name: '李桂芳' } });
  return { seq, at, module, recordId, action, payload, prevHash, hash: hashOfRow(prevHash, payload) };
}

function makeChain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq++) rows.push(makeRow(seq, rows.at(-1)?.hash ?? ''));
  return rows;
}

const headOf = (rows: readonly AuditRow[]) => ({ seq: rows.at(-1)?.seq ?? 0, hash: rows.at(-1)?.hash ?? '' });
const anchorOf = (row: AuditRow) => ({ seq: row.seq, hash: row.hash, at: '2026-11-23' });

function verify(
  rows: readonly AuditRow[],
  head = headOf(rows),
  anchors: ConstructorParameters<typeof ChainVerifier>[1] = [],
) {
  const verifier = new ChainVerifier('H01', anchors);
  for (const row of rows) if (!verifier.take(row)) break;
  const fault = verifier.finish(head);
  return fault ? { seq: fault.seq, kind: fault.kind } : null;
}

function change(rows: readonly AuditRow[], seq: number, part: Partial<AuditRow>): AuditRow[] {
  return rows.map((row) => (row.seq === seq ? { ...row, ...part } : row));
}

describe('one chain', () => {
  const chain = makeChain(6);
  const anchors = chain.filter(({ seq }) => seq % 2 === 0).map(anchorOf);

  it('is sound as it was written, and empty is sound too', () => {
    expect(verify(chain, headOf(chain), anchors)).toBeNull();
    expect(verify([], { seq: 0, hash: '' })).toBeNull();
  });

  it('computes the hash of a known text as PostgreSQL does', () => {
    // printf 'ab|{"seq": 1, "名": "血"}' | sha256sum
    expect(hashOfRow('ab', '{"seq": 1, "名": "血"}')).toBe(
      '103b868d0dff0b15fb2951c5ceb6944288b9c5c612d8008f9d3bdf0255669757',
    );
  });

  it('names the row whose text was changed', () => {
    const payload = chain[2]?.payload.replace('李桂芳', '李桂方') ?? '';
    expect(verify(change(chain, 3, { payload }))).toEqual({ seq: 3, kind: 'hash_differs' });
  });

  it('names the row whose columns were changed beside an untouched text', () => {
    for (const part of [{ action: 'patients.void' }, { recordId: 'x' }, { module: 'stock' }, { at: '2026-11-22' }])
      expect(verify(change(chain, 4, part))).toEqual({ seq: 4, kind: 'columns_disagree' });
  });

  it('names the row after one that was changed with its own hash', () => {
    const forged = makeRow(3, chain[1]?.hash ?? '', 'patients.void');
    expect(verify(change(chain, 3, forged))).toEqual({ seq: 4, kind: 'prev_differs' });
  });

  it('names the first missing row of a hole', () => {
    expect(verify(chain.filter(({ seq }) => seq !== 3 && seq !== 4))).toEqual({ seq: 3, kind: 'gap' });
    expect(verify(chain.slice(1))).toEqual({ seq: 1, kind: 'gap' });
  });

  it('names a number that stands twice', () => {
    const [second] = chain.slice(1, 2);
    expect(verify(second ? [...chain.slice(0, 2), second, ...chain.slice(2)] : [])).toEqual({
      seq: 2,
      kind: 'repeated',
    });
  });

  it('names the first of two rows that changed places', () => {
    const swapped = chain.map((row) => {
      const other = row.seq === 3 ? chain[3] : row.seq === 4 ? chain[2] : undefined;
      return other ? { ...other, seq: row.seq } : row;
    });
    expect(verify(swapped)).toEqual({ seq: 3, kind: 'prev_differs' });
  });

  it('sees a cut tail by its own head row, and by an anchor when the head row was set back as well', () => {
    const cut = chain.slice(0, 4);
    expect(verify(cut, headOf(chain))).toEqual({ seq: 5, kind: 'head_differs' });
    expect(verify(cut, headOf(cut))).toBeNull();
    expect(verify(cut, headOf(cut), anchors)).toEqual({ seq: 5, kind: 'cut' });
    expect(verify([], { seq: 0, hash: '' }, anchors)).toEqual({ seq: 1, kind: 'cut' });
  });

  it('sees a chain written anew at the first anchor it no longer meets', () => {
    const anew = chain.slice(0, 2);
    for (let seq = 3; seq <= 6; seq++) anew.push(makeRow(seq, anew.at(-1)?.hash ?? '', 'patients.correct'));
    expect(verify(anew)).toBeNull();
    expect(verify(anew, headOf(anew), anchors)).toEqual({ seq: 4, kind: 'rewritten' });
  });

  it('names rows beyond the head row', () => {
    expect(verify(chain, headOf(chain.slice(0, 5)))).toEqual({ seq: 6, kind: 'head_differs' });
  });
});
