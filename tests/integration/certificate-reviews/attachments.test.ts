import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCity, type Person, type TrialCity } from '../../support/city';
import { reviewInput } from '../../support/reviews';

let city: TrialCity;
let technician: Person;
let elsewhere: Person;
let office: Person;
let official: Person;
let station: Person;

beforeAll(async () => {
  city = await openCity();
  technician = await city.enter('H01', '1001', ['technician']);
  elsewhere = await city.enter('H02', '1001', ['technician']);
  office = await city.enter('O01', '1001', ['office_reviewer']);
  official = await city.enter('O01', '1002', ['official']);
  station = await city.enter('S01', '1001', ['station_clerk']);
});
afterAll(() => city.close());

const png = (size: number) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(size - 8)]);
const pdf = Buffer.from('%PDF-1.7\n%fake');

interface Sent {
  readonly paper?: string;
  readonly name?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

async function attach(
  who: Person | null,
  reviewId: string,
  bytes: Buffer,
  { paper = 'identity_card', name = '身份证.png', key, headers }: Sent = {},
) {
  const response = await fetch(`${city.url}/api/certificate-attachments/${reviewId}?paper=${paper}`, {
    method: 'POST',
    headers: {
      'x-xuemai': '1',
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
      ...(who ? { cookie: who.cookie } : {}),
      ...(key ? { 'x-idempotency-key': key } : {}),
      ...headers,
    },
    body: new Uint8Array(bytes),
  });
  const body = (await response.json()) as { id?: string; error?: string; violations?: { code: string }[] };
  return {
    status: response.status,
    id: body.id ?? '',
    codes: body.violations?.map(({ code }) => code) ?? [],
    error: body.error,
  };
}
const take = (who: Person | null, id: string, query = '', headers = {}) =>
  fetch(`${city.url}/api/certificate-attachments/${id}${query}`, {
    headers: { ...(who ? { cookie: who.cookie } : {}), ...headers },
  });

async function newReview(isSubmitted = true): Promise<{ id: string; version: number }> {
  const answer = await city.call(technician.cookie, 'certificateReviews.register', reviewInput({ isSubmitted }), {
    kind: 'command',
  });
  expect(answer.code).toBe('ok');
  return answer.data as { id: string; version: number };
}
const papersOf = async (who: Person, id: string) =>
  ((await city.call(who.cookie, 'certificateReviews.get', { id })).data as { attachments: { id: string }[] })
    .attachments;

describe('a paper', () => {
  it('goes into rows of 256 KiB and comes out as it was, for both parties, each look in the history', async () => {
    const { id } = await newReview();
    const bytes = png(700_001);
    const { status, id: paperId } = await attach(technician, id, bytes);
    expect(status).toBe(200);
    const chunks = await city.owner<{ size: number }[]>`
      select octet_length(bytes) as size from certificate_attachment_chunks where attachment_id = ${paperId} order by seq`;
    expect(chunks.map(({ size }) => size)).toEqual([262_144, 262_144, 175_713]);
    for (const who of [technician, office]) {
      const response = await take(who, paperId);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    }
    const history = await city.call(technician.cookie, 'certificateReviews.history', { id });
    expect((history.data as { action: string }[]).map(({ action }) => action.slice(20))).toEqual([
      'open-attachment',
      'open-attachment',
      'attach',
      'register',
    ]);
  });

  it('is served as a file of its kind that runs nothing, is guessed by nobody and kept by nobody; a picture may stand in our page', async () => {
    const { id } = await newReview();
    const picture = await attach(technician, id, png(100));
    const document = await attach(technician, id, pdf, { name: '关系证明".pdf', paper: 'relation_proof' });
    const headersOf = async (paperId: string, query: string) => {
      const { headers } = await take(office, paperId, query);
      return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]];
    };
    expect(await headersOf(picture.id, '')).toEqual(['image/png', 'attachment']);
    expect(await headersOf(picture.id, '?inline=1')).toEqual(['image/png', 'inline']);
    expect(await headersOf(document.id, '?inline=1')).toEqual(['application/pdf', 'attachment']);
    const { headers } = await take(office, document.id);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('关系证明".pdf')}`);
  });

  it('is what its bytes say, whatever it is called', async () => {
    const { id } = await newReview();
    for (const bytes of [
      '<html><script>1</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'PK\x03\x04',
      'GIF89a',
      ' %PDF-1.7',
    ])
      expect((await attach(technician, id, Buffer.from(bytes), { name: '身份证.png' })).codes).toEqual([
        'review.file_unknown',
      ]);
    expect((await attach(technician, id, Buffer.alloc(0))).codes).toEqual(['review.file_empty']);
    expect((await attach(technician, id, png(5 * 1024 * 1024 + 1))).codes).toEqual(['review.file_too_large']);
    expect((await attach(technician, id, png(5 * 1024 * 1024))).status).toBe(200);
    expect((await attach(technician, id, png(99), { paper: 'passwords' })).error).toBe('invalid_input');
  });

  it('is the hospital’s to add and the two parties’ to see', async () => {
    const { id } = await newReview();
    const { id: paperId } = await attach(technician, id, png(100));
    expect((await attach(elsewhere, id, png(100))).error).toBe('not_found');
    for (const who of [office, official, station]) expect((await attach(who, id, png(100))).error).toBe('forbidden');
    expect((await attach(null, id, png(100))).status).toBe(401);
    expect((await take(elsewhere, paperId)).status).toBe(404);
    for (const who of [official, station]) expect((await take(who, paperId)).status).toBe(403);
    expect((await take(null, paperId)).status).toBe(401);
    expect((await take(office, randomUUID())).status).toBe(404);
    expect((await take(office, 'x')).status).toBe(400);
  });

  it('comes by no foreign page', async () => {
    const { id } = await newReview();
    for (const headers of [
      { 'x-xuemai': '0' },
      { 'content-type': 'multipart/form-data' },
      { origin: 'https://elsewhere.test' },
    ])
      expect((await attach(technician, id, png(100), { headers })).status).toBe(403);
    const { id: paperId } = await attach(technician, id, png(100));
    expect((await take(technician, paperId, '', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('sent twice under one key is one, the same bytes twice are refused, and an eleventh is', async () => {
    const { id } = await newReview();
    const bytes = png(100);
    const key = randomUUID();
    const first = await attach(technician, id, bytes, { key });
    expect((await attach(technician, id, bytes, { key })).id).toBe(first.id);
    expect((await attach(technician, id, bytes)).codes).toEqual(['review.file_twice']);
    // Twelve at once: nine fit.
    const results = await Promise.all(Array.from({ length: 12 }, () => attach(technician, id, png(100))));
    expect(results.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(new Set(results.flatMap(({ codes }) => codes))).toEqual(new Set(['review.too_many_files']));
    expect(await papersOf(office, id)).toHaveLength(10);
  });

  it('of a draft is its hospital’s alone and can be removed; once the case was submitted it stays', async () => {
    const { id } = await newReview(false);
    const { id: paperId } = await attach(technician, id, png(100));
    expect((await take(office, paperId)).status).toBe(404);
    const remove = (who: Person, attachmentId: string) =>
      city.call(who.cookie, 'certificateReviews.removeAttachment', { id, attachmentId }, { kind: 'command' });
    expect((await remove(elsewhere, paperId)).code).toBe('not_found');
    expect((await remove(technician, paperId)).code).toBe('ok');
    expect(await city.owner`select 1 from certificate_attachment_chunks where attachment_id = ${paperId}`).toHaveLength(
      0,
    );
    const { id: other } = await attach(technician, id, png(100));
    const version = ((await city.call(technician.cookie, 'certificateReviews.get', { id })).data as { version: number })
      .version;
    const sent = await city.call(technician.cookie, 'certificateReviews.submit', { id, version }, { kind: 'command' });
    expect(sent.code).toBe('ok');
    expect((await take(office, other)).status).toBe(200);
    expect((await remove(technician, other)).violations.map(({ code }) => code)).toEqual([
      'review.paper_was_submitted',
    ]);
  });

  it('that comes while the office is answering makes it look again, and none comes after the answer', async () => {
    const { id, version } = await newReview();
    await attach(technician, id, png(100));
    const approve = (seen: number) =>
      city.call(
        office.cookie,
        'certificateReviews.approve',
        { id, version: seen, entitledMl: 400, remark: '按证件' },
        { kind: 'command' },
      );
    expect((await approve(version)).code).toBe('conflict');
    expect((await approve(version + 1)).code).toBe('ok');
    expect((await attach(technician, id, png(100))).codes).toEqual(['review.not_modifiable']);
  });

  it('goes with its draft', async () => {
    const { id } = await newReview(false);
    const { id: paperId } = await attach(technician, id, png(300_000));
    const gone = await city.call(
      technician.cookie,
      'certificateReviews.removeDraft',
      { id, version: 2 },
      { kind: 'command' },
    );
    expect(gone.code).toBe('ok');
    expect(await city.owner`select 1 from certificate_attachments where id = ${paperId}`).toHaveLength(0);
    expect(await city.owner`select 1 from certificate_attachment_chunks where attachment_id = ${paperId}`).toHaveLength(
      0,
    );
  });
});
