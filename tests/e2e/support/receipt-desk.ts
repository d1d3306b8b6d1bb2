import { expect, type Page } from '@playwright/test';
import { codesOf, type MadeBag } from './blood';
import { scanAll } from './wedge';

const celsius = { 红细胞: '4.2', 血小板: '21.6', 冰冻: '-21.4' } as const;

/** Opens the scan list of one shipment and waits until it listens to the scanner. */
export async function openScanList(page: Page, shipmentId: string): Promise<void> {
  await page.goto(`/bag-receipts/receive/${shipmentId}`);
  await expect(page.getByRole('heading', { name: '血袋入库登记' })).toBeVisible();
  await expect(page.locator('#typed-code')).toBeVisible();
}

/** Lines of bags on the open list, without the notes between them. */
export const scannedCount = (page: Page) => page.locator('section', { hasText: '已扫' }).locator('strong.text-52');

export async function scanBag(page: Page, bag: MadeBag): Promise<void> {
  const before = Number(await scannedCount(page).innerText());
  await scanAll(page, codesOf(bag));
  await expect(scannedCount(page)).toHaveText(String(before + 1));
}

/** A reading in range for every box and class that has a field. */
export async function enterTemperatures(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(celsius)) {
    const fields = page.getByRole('textbox', { name: new RegExp(`${name}.*℃`) });
    for (const field of await fields.all()) await field.fill(value);
  }
}

export const postButton = (page: Page) => page.getByRole('button', { name: /^先入这|还没有扫到血袋/ });
