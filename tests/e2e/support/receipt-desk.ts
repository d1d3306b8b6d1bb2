import { expect, type Page } from '@playwright/test';
import { openApi } from './api';
import { codesOf, type MadeBag } from './blood';
import { type Person, password } from './people';
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

/** A bag of a shipment that was made, by its line. */
export function pick(bags: readonly MadeBag[], index: number): MadeBag {
  const bag = bags[index];
  if (!bag) throw new Error(`no bag ${index} was sent`);
  return bag;
}

export const lines = (page: Page) => page.locator('tbody').getByRole('row');

export async function signBoth(page: Page): Promise<void> {
  await page.getByRole('button', { name: '签名', exact: true }).click();
  await page.getByRole('textbox', { name: '工号' }).fill('1002');
  await page.getByLabel('本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(postButton(page)).toHaveText(/先入这 \d+ 袋(?!，)/);
}

/** Of the bag that was scanned last. */
export async function tickException(page: Page, check: string): Promise<void> {
  await page.locator('h1').click();
  await page.keyboard.press('F6');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: check }).click();
  await dialog.getByRole('button', { name: '确认' }).click();
  await expect(dialog).toBeHidden();
}

/** The bags are scanned, their temperatures read and both signatures given: one key posts them. */
export async function openSigned(page: Page, shipmentId: string, bags: readonly MadeBag[]): Promise<void> {
  await openScanList(page, shipmentId);
  for (const bag of bags) await scanBag(page, bag);
  await enterTemperatures(page);
  await signBoth(page);
}

/** Bags on the list as its draft keeps it, for whoever works at this house. */
export async function draftUnits(origin: string, person: Person, shipmentId: string): Promise<string[]> {
  const draft = await openApi(origin, person).bagReceipts.draft.query({ subjectId: shipmentId });
  return draft ? (draft.body as { lines: { unitId: string }[] }).lines.map(({ unitId }) => unitId) : [];
}
