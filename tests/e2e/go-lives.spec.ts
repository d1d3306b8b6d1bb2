import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import type { AboGroup } from '@/domain/blood/groups';
import { openApi } from './support/api';
import { nextDonationNumber, redCells, timeZone } from './support/blood';
import { official, password, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

const house = 'H01';

interface ShelfBag {
  readonly donationNo: string;
  readonly codes: readonly string[];
}

/** A bag on the shelf that nobody has registered here. */
function shelfBag({ abo = 'A', days = 9 }: { abo?: AboGroup; days?: number } = {}): ShelfBag {
  const donationNo = nextDonationNumber();
  const expiresAt = new Date(Math.floor((Date.now() + days * 86_400_000) / 60_000) * 60_000);
  return {
    donationNo,
    codes: [
      encodeDonationNumber(donationNo),
      encodeExpiry(expiresAt, timeZone),
      encodeGroup({ abo, rhd: 'positive' }),
      encodeProduct(redCells),
    ],
  };
}

/** What an earlier run left open is put aside. */
async function closeOpen(origin: string): Promise<void> {
  const api = openApi(origin, reviewerOf(house));
  const { waiting } = await api.goLives.list.query({});
  for (const { id } of waiting) {
    let seen = await api.goLives.get.query({ id });
    for (const round of seen.rounds.filter(({ state }) => state === 'posted')) {
      await api.goLives.voidOpening.mutate({
        data: { id, version: seen.version, roundId: round.id, reason: '试验重来' },
      });
      seen = await api.goLives.get.query({ id });
    }
    await api.goLives.withdraw.mutate({ data: { id, version: seen.version, reason: '试验重来' } });
  }
}

/** The page knows the city's time, and so listens. */
async function countBags(page: Page, bags: readonly ShelfBag[]): Promise<void> {
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  for (const [index, bag] of bags.entries()) {
    // Zero clicks between bags.
    for (const code of bag.codes) await scan(page, code);
    await expect(page.getByText(`${index + 1} 袋`, { exact: true })).toBeVisible();
  }
}

test.afterEach(({ origin }) => closeOpen(origin));

test('a shelf is counted in by two with scanner and keyboard, signed and posted; the trial lays both counts side by side', async ({
  openAs,
  origin,
}) => {
  await closeOpen(origin);
  const [both, old, mine] = [shelfBag(), shelfBag({ days: -2 }), shelfBag({ abo: 'B' })];

  const head = await openAs(reviewerOf(house), '/go-lives');
  await head.getByRole('button', { name: '准备上线' }).focus();
  await head.keyboard.press('Enter');
  await expect(head.getByRole('dialog', { name: '准备上线' })).toBeVisible();
  await head.keyboard.press('Control+Enter');
  await expect(head.getByRole('heading', { name: '第一人盘点' })).toBeVisible();
  await head.getByRole('link', { name: '开始盘点' }).focus();
  await head.keyboard.press('Enter');
  await countBags(head, [both, old, mine]);
  await expect(head.getByText('已过期').first()).toBeVisible();
  await expect(head.getByText(/草稿已存/)).toBeVisible();
  await head.keyboard.press('Control+Enter');
  await expect(head.getByText('换另一人盘第二遍')).toBeVisible();

  // The second hears of it on the open page and sees nothing of the bags.
  const second = await openAs(technicianOf(house), head.url().replace(origin, ''));
  await expect(second.getByRole('heading', { name: '第二人盘点' })).toBeVisible();
  await expect(second.getByText(both.donationNo.slice(-6))).toHaveCount(0);
  await second.getByRole('link', { name: '盘第二遍' }).focus();
  await second.keyboard.press('Enter');
  await expect(second.getByText('不看第一人的结果')).toBeVisible();
  await countBags(second, [both, old]);
  await second.keyboard.press('Control+Enter');

  // Both see what differs; the head's page followed by itself.
  await expect(second.getByRole('heading', { name: '两人签名，期初入账' })).toBeVisible();
  await expect(head.getByText('只有第一人盘到')).toBeVisible();
  await expect(second.getByText('入账，已过期转隔离')).toBeVisible();
  await expect(second.getByRole('button', { name: '先写未入账血袋的处理' })).toBeVisible();
  await second.getByRole('textbox', { name: '未入账血袋的处理' }).fill('明日补盘');
  // A look at another step takes no word away.
  await second.getByRole('tab', { name: '2 试运行' }).click();
  await second.getByRole('tab', { name: '1 准备' }).click();
  await expect(second.getByRole('textbox', { name: '未入账血袋的处理' })).toHaveValue('明日补盘');
  await second.getByRole('textbox', { name: '第二人 工号' }).fill(reviewerOf(house).staffNo);
  await second.getByLabel('第二人 本人密码').fill(password);
  await second.keyboard.press('Enter');
  await expect(second.getByText(/已签$/)).toBeVisible();
  await second.keyboard.press('Control+Enter');

  await expect(second.getByRole('heading', { name: '每天申报旧系统的数，与本系统对比' })).toBeVisible();
  await expect(second.getByText('只对比了 0 天，要 7 天')).toBeVisible();
  await expect(head.getByRole('heading', { name: '每天申报旧系统的数，与本系统对比' })).toBeVisible();

  // The house's own count, by the declared stock's form.
  const api = openApi(origin, technicianOf(house));
  const { today, standing } = await api.declaredStock.open.query({});
  await api.declaredStock.declare.mutate({
    data: {
      day: today,
      version: standing?.version ?? null,
      // Another figure each time: a correction that changes nothing is refused.
      cells: [{ component: 'rbc-suspended', abo: 'AB', rhd: 'negative', amount: 100_000 + 50 * randomInt(1_000) }],
      entry: 'form',
      reason: standing ? '再报一次' : '',
    },
  });
  await expect(second.getByText('今日已申报')).toBeVisible();
  await expect(second.getByText(/格不一致$/).first()).toBeVisible();
  await second.getByRole('tab', { name: '3 上线' }).click();
  await expect(second.getByRole('heading', { name: '两人签名，正式上线' })).toBeVisible();
  await head.getByRole('tab', { name: '3 上线' }).click();
  await expect(head.getByRole('button', { name: '还有条件未满足' })).toBeVisible();

  // An office reads where the house stands, and no bag.
  const office = await openAs(official, '/go-lives');
  await office.getByRole('row').filter({ hasText: '徐汇一院' }).first().click();
  await expect(office.getByRole('link', { name: '查看' })).toBeVisible();
  await office.getByRole('link', { name: '查看' }).focus();
  await office.keyboard.press('Enter');
  await expect(office.getByText('由医院继续')).toBeVisible();
  await expect(office.getByText('盘点经过')).toHaveCount(0);

  // Taken back by the head while nothing has moved.
  await head.getByRole('tab', { name: '1 准备' }).click();
  await head.getByRole('button', { name: '撤销期初' }).click();
  await head.getByRole('textbox', { name: '原因' }).fill('试验撤销');
  await head.keyboard.press('Control+Enter');
  await expect(head.getByRole('heading', { name: '第一人盘点' })).toBeVisible();
  await expect(head.getByText('已撤销')).toBeVisible();
});

test('codes of the old system are gaps until they are mapped; then the same list is the first count', async ({
  openAs,
  origin,
}) => {
  await closeOpen(origin);
  const api = openApi(origin, reviewerOf(house));
  const { id } = await api.goLives.open.mutate({ data: {} });
  const code = `XH${Date.now().toString(36).toUpperCase()}`;
  const bag = shelfBag();
  const page = await openAs(reviewerOf(house), `/go-lives/${id}/count`);
  const list = {
    name: '库存.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`献血码,产品码,血型,失效时间\n${bag.codes[0]},${code},A+,2027-01-10 23:59\n`),
  };
  await page.locator('input[type=file]').setInputFiles(list);
  await expect(page.getByText(`产品代码 ${code} 没有对照`)).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(page.getByRole('row').filter({ hasText: code })).toContainText('没有对照');
  await page.getByRole('row').filter({ hasText: code }).getByRole('button', { name: '对照' }).click();
  await page.getByRole('combobox', { name: `${code} 对应` }).fill(redCells);
  await page.getByRole('option').first().click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('row').filter({ hasText: code })).toContainText('已对照');

  await page.goto(`/go-lives/${id}/count`);
  await page.locator('input[type=file]').setInputFiles(list);
  await page
    .getByRole('button', { name: /导入|应用/ })
    .last()
    .click();
  await expect(page.getByText('换另一人盘第二遍')).toBeVisible();
});

test('the count is printed to be signed, and exported', async ({ openAs, origin }) => {
  await closeOpen(origin);
  const api = openApi(origin, reviewerOf(house));
  const { id } = await api.goLives.open.mutate({ data: {} });
  const bag = shelfBag();
  const line = {
    donation: bag.codes[0] ?? '',
    productCode: redCells,
    abo: 'A' as const,
    rhd: 'positive' as const,
    expiresAt: new Date('2027-01-10T23:59:00+08:00'),
    stationId: 'S01',
  };
  await api.goLives.count.mutate({ data: { id, version: 1, lines: [line] } });
  await openApi(origin, technicianOf(house)).goLives.count.mutate({ data: { id, version: 2, lines: [line] } });
  const { rounds } = await api.goLives.get.query({ id });
  const sheet = await openAs(reviewerOf(house), `/go-lives/${id}/print?round=${rounds[0]?.id}`);
  // Each page has its head: what the ledger has and neither counted takes more than one.
  await expect(sheet.getByRole('heading', { name: '期初盘点表' }).first()).toBeVisible();
  await expect(sheet.getByText('第一人（签名）').first()).toBeVisible();
  await expect(sheet.getByRole('row').filter({ hasText: bag.donationNo.slice(-6) })).toHaveCount(1);
  const answer = await sheet.request.get(`${origin}/api/export/go-live-opening`);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toContain('spreadsheet');
});
