import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DraftSaving, type DraftState, DraftWriter } from './draft-writer';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const savedAt = new Date('2026-11-23T06:00:00Z');
const stored = { id: '5f0c7c1e-6f43-4a0e-9f0d-0f4c6d1f0a01', version: 0 };

/** A server that answers what it is told to, and a desk whose clock is the timers' own. */
function desk(answer: (saving: DraftSaving) => Promise<unknown> = async () => undefined) {
  const sent: DraftSaving[] = [];
  const told: DraftState['kind'][] = [];
  let ms = 0;
  const writer = new DraftWriter({
    stored,
    written: '[]',
    async save(saving) {
      sent.push(saving);
      await answer(saving);
      return { version: saving.version + 1, updatedAt: savedAt };
    },
    onState: ({ kind }) => told.push(kind),
  });
  const wait = async (by: number) => {
    ms += by;
    await vi.advanceTimersByTimeAsync(by);
  };
  return { writer, sent, told, wait, scan: (body: unknown) => writer.offer(JSON.stringify(body), ms) };
}

const failure = (error: string) => TRPCClientError.from({ error: { message: error, code: -32603, data: { error } } });

describe('the draft of an entry', () => {
  it('is saved once the hand rests, as it then stands', async () => {
    const { scan, wait, sent, told } = desk();
    scan([1]);
    await wait(300);
    scan([1, 2]);
    await wait(399);
    expect(sent).toEqual([]);
    await wait(1);
    expect(sent.map(({ body }) => body)).toEqual([[1, 2]]);
    expect(told).toEqual(['saving', 'saved']);
  });

  it('is saved within two seconds also when the scanner never rests', async () => {
    const { scan, wait, sent } = desk();
    for (let n = 0; n < 11; n++) {
      scan([n]);
      await wait(200);
    }
    expect(sent.length).toBe(1);
    expect(sent[0]?.body).toEqual([9]);
  });

  it('is not saved while it is what the server has', async () => {
    const { scan, wait, sent } = desk();
    scan([]);
    await wait(10_000);
    expect(sent).toEqual([]);
  });

  it('names the version that the saving before it left, one saving at a time', async () => {
    let land = () => {};
    const { scan, wait, sent } = desk(({ revision }) =>
      revision === 1 ? new Promise<void>((resolve) => (land = resolve)) : Promise.resolve(),
    );
    scan([1]);
    await wait(400);
    scan([1, 2]);
    await wait(5_000);
    expect(sent.length).toBe(1);
    land();
    await wait(400);
    expect(sent.map(({ version, revision, body }) => ({ version, revision, body }))).toEqual([
      { version: 0, revision: 1, body: [1] },
      { version: 1, revision: 2, body: [1, 2] },
    ]);
    expect(new Set(sent.map(({ writer }) => writer)).size).toBe(1);
  });

  it('that failed is tried again without another scan, and a lost answer is told apart by its writer', async () => {
    let isDown = true;
    const { scan, wait, sent, told } = desk(async () => {
      if (isDown) throw failure('busy');
    });
    scan([1]);
    await wait(400);
    expect(told).toEqual(['saving', 'failed']);
    isDown = false;
    await wait(5_000);
    expect(told).toEqual(['saving', 'failed', 'saving', 'saved']);
    expect(sent.map(({ version, revision }) => ({ version, revision }))).toEqual([
      { version: 0, revision: 1 },
      { version: 0, revision: 2 },
    ]);
  });

  it('stops where another PC has saved, and says so', async () => {
    const { scan, wait, sent, told } = desk(() => Promise.reject(failure('conflict')));
    scan([1]);
    await wait(400);
    scan([1, 2]);
    await wait(20_000);
    expect(sent.length).toBe(1);
    expect(told).toEqual(['saving', 'conflict']);
  });

  it('is saved at once when the page is left, also behind a saving under way', async () => {
    const { writer, scan, wait, sent } = desk(() => new Promise(() => undefined));
    scan([1]);
    writer.flush();
    expect(sent.map(({ body }) => body)).toEqual([[1]]);
    scan([1, 2]);
    writer.flush();
    writer.flush();
    await wait(0);
    expect(sent.map(({ body }) => body)).toEqual([[1], [1, 2]]);
  });

  it('that fails once the page is left is sent again until it lands, and nobody is told', async () => {
    let failures = 3;
    const { writer, scan, wait, sent, told } = desk(async () => {
      if (failures-- > 0) throw failure('busy');
    });
    scan([1]);
    writer.leave();
    await wait(14_999);
    expect(sent.length).toBe(3);
    await wait(1);
    expect(sent.map(({ body }) => body)).toEqual([[1], [1], [1], [1]]);
    await wait(60_000);
    expect(sent.length).toBe(4);
    expect(told).toEqual([]);
  });

  it('that can never land is given up after the page was left', async () => {
    const silent = desk(() => Promise.reject(failure('busy')));
    silent.scan([1]);
    silent.writer.leave();
    await silent.wait(600_000);
    expect(silent.sent.length).toBe(13);
    const refused = desk(() => Promise.reject(failure('invalid_input')));
    refused.scan([1]);
    refused.writer.leave();
    await refused.wait(600_000);
    expect(refused.sent.length).toBe(1);
  });

  it('that was already under way when the page was left is sent again where it fails', async () => {
    let failures = 1;
    const { writer, scan, wait, sent } = desk(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      if (failures-- > 0) throw failure('busy');
    });
    scan([1]);
    await wait(500);
    writer.leave();
    await wait(10_000);
    expect(sent.map(({ body }) => body)).toEqual([[1], [1]]);
  });

  it('is not saved after it was posted', async () => {
    const { writer, scan, wait, sent } = desk();
    scan([1]);
    writer.stop();
    writer.flush();
    await wait(10_000);
    expect(sent).toEqual([]);
  });

  it('is saved once more before the entry is posted, and not again while it is on its way', async () => {
    const { writer, scan, wait, sent } = desk();
    scan([1]);
    await writer.settle(2_000);
    expect(sent.map(({ body }) => body)).toEqual([[1]]);
    scan([1, 2]);
    await wait(10_000);
    expect(sent).toHaveLength(1);
    writer.resume();
    await wait(400);
    expect(sent.map(({ body, version }) => [body, version])).toEqual([
      [[1], 0],
      [[1, 2], 1],
    ]);
  });

  it('is waited for while its first saving is under way, so that it is not begun after it was posted', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { writer, scan, wait, sent } = desk(() => new Promise((resolve) => (answer = resolve)));
    scan([1]);
    await wait(400);
    const order: string[] = [];
    const settled = writer.settle(2_000).then(() => order.push('settled'));
    await wait(1_000);
    order.push('answered');
    answer(undefined);
    await settled;
    expect(order).toEqual(['answered', 'settled']);
    expect(sent).toHaveLength(1);
  });

  it('keeps no entry waiting when it hangs', async () => {
    const { writer, scan, wait } = desk(() => new Promise(() => undefined));
    scan([1]);
    await wait(400);
    const settled = writer.settle(2_000);
    await wait(2_000);
    await expect(settled).resolves.toBeUndefined();
  });
});
