import type { Page } from '@playwright/test';
import { technicianOf } from './support/people';
import { practiseByKeyboard } from './support/practice';
import { enterTemperatures, postButton, scannedCount } from './support/receipt-desk';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

/** Nobody else's: one exercise is open at a time. */
const technician = technicianOf('H06');

/** Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await expect(wanted).toBeVisible();
  for (let steps = 0; steps < 120; steps += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

async function readLabels(page: Page) {
  const bags = await page.locator('li[data-bag]').evaluateAll((items) =>
    items.map((item) => ({
      donationNo: item.getAttribute('data-bag') ?? '',
      codes: [...item.querySelectorAll('img')].map((image) => image.alt),
    })),
  );
  const badges = await page
    .locator('img[alt^="XB-"]')
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).alt));
  return { bags, badges };
}

test('入库: from the list to the end, by keyboard and scanner', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/login');
  await practiseByKeyboard(page, technician);
  await page.goto('/exercises');
  await expect(page.getByRole('heading', { name: '练习', exact: true })).toBeVisible();
  await tabTo(page, /^(开始|再做一次) 入库$/);
  await page.keyboard.press('Enter');
  const steps = page.locator('ol[aria-label="步骤"] > li');
  await expect(steps.filter({ hasText: '打开发运单' }).getByRole('link')).toBeVisible({ timeout: 20_000 });

  await tabTo(page, /^打印条码$/, 'link');
  const [sheet] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
  await sheet.getByRole('heading', { name: /^练习条码/ }).waitFor();
  const { bags, badges } = await readLabels(sheet);
  await sheet.close();
  expect(bags).toHaveLength(6);
  const whole = bags.filter(({ codes }) => codes.length === 4);
  const [damaged] = bags.filter(({ codes }) => codes.length === 3);
  expect(whole).toHaveLength(5);

  await page.bringToFront();
  await page.keyboard.press('Alt+l');
  await expect(page.getByRole('heading', { name: '血袋入库登记' })).toBeVisible();
  const bar = page.locator('[data-exercise-bar]');
  await expect(bar).toContainText('第 2 步');
  await expect(page.locator('#typed-code')).toBeVisible();
  for (const [index, { codes }] of whole.entries()) {
    await scanAll(page, codes);
    await expect(scannedCount(page)).toHaveText(String(index + 1));
  }
  await enterTemperatures(page);
  await page.getByRole('button', { name: '签名', exact: true }).click();
  await expect(postButton(page)).toHaveText(/还差复核签名/);
  await scan(page, badges[0] ?? '');
  await expect(postButton(page)).toHaveText(/先入这 5 袋(?!，)/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 .*5 袋入库，0 袋隔离/)).toBeVisible();
  await expect(bar).toContainText('第 3 步');
  expect(damaged?.donationNo).toContain('LX000');

  await tabTo(page, /^手工补录$/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: '血袋' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(dialog.getByRole('combobox', { name: '血袋' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: '标签损坏' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: '没有条码' })).toHaveAttribute('data-highlighted', '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
  await tabTo(page, /^新增$/);
  await page.keyboard.press('Enter');
  await expect(scannedCount(page)).toHaveText('1');
  await enterTemperatures(page);
  await page.getByRole('button', { name: '签名', exact: true }).click();
  await expect(postButton(page)).toHaveText(/还差复核签名/);
  await scan(page, badges[0] ?? '');
  await expect(postButton(page)).toHaveText(/先入这 1 袋(?!，)/);
  await page.keyboard.press('Control+Enter');
  await expect(bar).toContainText('“入库”已完成，用时 1 分钟');
  await page.keyboard.press('Alt+l');
  await expect(page.getByText('“入库”已完成')).toBeVisible();
  await expect(page.getByRole('button', { name: '下一个：入库有异' })).toBeVisible();
});
