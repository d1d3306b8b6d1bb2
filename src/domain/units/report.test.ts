import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type BagIdentity, canonicalTrace, checkPaper, digestsOf } from './report';
import type { TraceStep } from './trace';

const bag: BagIdentity = {
  labelScheme: 'isbt128',
  issuer: '31000',
  donationNo: '3100026000001',
  productCode: 'E0336V00',
  component: 'rbc-suspended',
  abo: 'O',
  rhd: 'positive',
  amount: 200,
  expiresAt: new Date('2026-12-10T15:59:00Z'),
};

const base = {
  from: null,
  to: null,
  actorOrgId: null,
  actor: null,
  record: null,
  places: null,
  labels: null,
  noted: null,
  gaps: [],
} as const;
const shipped: TraceStep = {
  ...base,
  key: '7',
  kind: 'ship',
  at: null,
  record: {
    module: 'shipments',
    id: 'x',
    no: '20261101-0001',
    arrivedAt: null,
    lineState: 'received',
    partyOrgId: 'H01',
    openFindings: 0,
  },
  movement: {
    id: 7,
    at: new Date('2026-11-01T01:00:00.123Z'),
    kind: 'ship',
    from: { orgId: 'S01', bucket: 'available' },
    to: { orgId: 'H01', bucket: 'in_transit' },
    actorOrgId: 'S01',
    actor: '1001 沈一鸣',
    recordKey: 'shipments x',
  },
};
const received: TraceStep = {
  ...base,
  key: '9',
  kind: 'receive',
  at: null,
  movement: {
    id: 9,
    at: new Date('2026-11-01T03:00:00Z'),
    kind: 'receive',
    from: { orgId: 'H01', bucket: 'in_transit' },
    to: { orgId: 'H01', bucket: 'available' },
    actorOrgId: 'H01',
    actor: null,
    recordKey: '',
  },
};
const derived: TraceStep = { ...base, key: 'now', kind: 'now', at: null, movement: null };

const labelled = (donationNo: string) => ({
  labelScheme: 'isbt128',
  issuer: '31000',
  donationNo,
  productCode: 'E0336V00',
});
const relabelled: TraceStep = {
  ...base,
  key: 'relabel r',
  kind: 'relabel',
  at: new Date('2026-11-01T00:30:00Z'),
  actorOrgId: 'S01',
  actor: '1001 沈一鸣',
  record: { module: 'relabellings', id: 'r', no: '20261101-0001', words: '打印错误', checkedBy: '1002 顾小满' },
  labels: { old: labelled('3100026000001'), taken: labelled('3100026000009') },
  movement: null,
};

/** Typed from the description, not made by the code. */
const written = [
  '["xuemai-trace",1,"H01"]',
  '["bag","isbt128","31000","3100026000001","E0336V00","rbc-suspended","O","positive",200,"2026-12-10T15:59:00.000Z"]',
  '[7,"2026-11-01T01:00:00.123Z","ship","S01","available","H01","in_transit","S01","1001 沈一鸣","shipments","20261101-0001"]',
  '[9,"2026-11-01T03:00:00.000Z","receive","H01","in_transit","H01","available","H01",null,null,null]',
];

describe('a bag that was relabelled', () => {
  const line =
    '["relabel","2026-11-01T00:30:00.000Z","S01","1001 沈一鸣","20261101-0001","isbt128","31000","3100026000001","E0336V00","isbt128","31000","3100026000009","E0336V00"]';
  it('has a line of its own between its movements, so that a paper printed before stays what it was', () => {
    const [head = '', own = '', first = '', second = ''] = written;
    const lines = canonicalTrace('H01', bag, [shipped, relabelled, received]);
    expect(lines).toEqual([head, own, first, line, second]);
    expect(digestsOf(lines)[1]).toBe(digestsOf(canonicalTrace('H01', bag, [shipped]))[1]);
  });
  it('has none for whom the bag has gone elsewhere', () =>
    expect(canonicalTrace('H01', null, [shipped, relabelled])).toHaveLength(3));
});

describe('the canonical content', () => {
  it('is what the description says, line by line; what follows from other records is not in it', () => {
    expect(canonicalTrace('H01', bag, [shipped, received, derived])).toEqual(written);
    expect(canonicalTrace('H01', null, [])).toEqual(['["xuemai-trace",1,"H01"]', '["bag",null]']);
  });

  it('has the SHA-256 that any other program computes of it, after each step', () => {
    const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
    expect(digestsOf(written)).toEqual([2, 3, 4].map((lines) => sha256(written.slice(0, lines).join('\n'))));
  });
});

describe('a paper is held against the system', () => {
  const digests = digestsOf(written);
  const [, first = '', latest = ''] = digests;

  it('of now, of an earlier step, written in groups and in capitals', () => {
    expect(checkPaper(digests, latest)).toEqual({ kind: 'same', steps: 2, isLatest: true });
    expect(checkPaper(digests, first)).toEqual({ kind: 'same', steps: 1, isLatest: false });
    expect(checkPaper(digests, ` ${latest.slice(0, 8)} ${latest.slice(8, 16).toUpperCase()}`)).toMatchObject({
      kind: 'same',
    });
  });

  it('one character otherwise is another content, and too few say nothing', () => {
    const [changed] = digestsOf([written[0] ?? '', (written[1] ?? '').replace('"O"', '"A"')]);
    expect(checkPaper(digests, changed ?? '')).toEqual({ kind: 'different' });
    expect(checkPaper(digests, latest.slice(0, 11))).toEqual({ kind: 'too-short' });
  });
});
