import type { Page } from '@playwright/test';
import { sendShipment } from './support/blood';
import { type Person, technicianOf } from './support/people';
import { openScanList, scanBag } from './support/receipt-desk';
import { expect, listenForComplaints, test } from './support/test';

// The last Chromium of Windows 7: what it does not understand it leaves out without a word, a background most of all.

/** Tokens of tokens.css as a browser computes them. */
const board = 'rgb(21, 38, 43)';
const ground = 'rgb(238, 241, 240)';
const surface = 'rgb(255, 255, 255)';
const ink = 'rgb(21, 36, 42)';
const act = 'rgb(11, 90, 102)';
const sunken = 'rgb(229, 234, 233)';
const wallGround = 'rgb(13, 20, 22)';
const wallSurface = 'rgb(19, 28, 31)';

const groundOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor);

/** Classes that promise a ground, on elements that have none. */
const unpainted = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[class*="bg-"]')]
      .filter((element) => {
        const promises = [...element.classList].some((name) =>
          /^bg-(?:bg|surface|sunken|hover|select|ink|act|board|lv[1-4](?:-tint)?|line|line-2|norm)!?$/.test(name),
        );
        return promises && getComputedStyle(element).backgroundColor === 'rgba(0, 0, 0, 0)';
      })
      .map((element) => element.className),
  );

const coordinator: Person = { orgId: 'O01', staffNo: '1001' };

test('sign-in @old-pc', async ({ page }, { project }) => {
  const complaints = listenForComplaints(page);
  await page.goto('/login');
  await page.locator('form[data-ready]').waitFor();
  if (project.name === 'chromium109') expect(await page.evaluate(() => navigator.userAgent)).toContain('Chrome/109.');
  expect(await groundOf(page, 'button[type="submit"]')).toBe(act);
  expect(await groundOf(page, 'body')).toBe(ground);
  expect(await unpainted(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('stock @old-pc', async ({ openAs }) => {
  const page = await openAs(technicianOf('H05'), '/login');
  const complaints = listenForComplaints(page);
  await page.goto('/stock');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  expect(await groundOf(page, 'header')).toBe(board);
  expect(await groundOf(page, 'main table thead tr')).toBe(sunken);
  expect(await unpainted(page)).toEqual([]);
  await page.locator('[data-cell]').first().click();
  await expect(page.getByRole('complementary')).toBeVisible();
  expect(await unpainted(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('receive @old-pc', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, 'H05', [{ abo: 'A' }]);
  const [bag] = shipment.bags;
  if (!bag) throw new Error('a bag was sent');
  const page = await openAs(technicianOf('H05'), '/login');
  const complaints = listenForComplaints(page);
  await openScanList(page, shipment.id);
  await scanBag(page, bag);
  expect(await groundOf(page, 'main section [class*="bg-ink"], main section [class*="bg-plate"]')).toBe(ink);
  expect(await groundOf(page, 'main section')).toBe(surface);
  expect(await unpainted(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('wall @old-pc', async ({ openAs }) => {
  const page = await openAs(coordinator, '/login', { viewport: { width: 1920, height: 1080 } });
  const complaints = listenForComplaints(page);
  await page.goto('/wall/city');
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  expect(await groundOf(page, '[data-theme="dark"]')).toBe(wallGround);
  expect(await groundOf(page, 'main .bg-surface')).toBe(wallSurface);
  expect(await unpainted(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

const chrome86 =
  'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE';

test('too old for the pages, a browser reads which one is needed @old-pc', async ({ browser, origin }) => {
  // Without scripts it cannot show that it is younger than it says.
  const context = await browser.newContext({ userAgent: chrome86, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${origin}/login`);
  await expect(page.getByRole('heading', { name: '这个浏览器太旧，打不开血脉' })).toBeVisible();
  await expect(page.getByText('Chromium 86')).toBeVisible();
  await expect(page.getByRole('row', { name: /Firefox/ })).toContainText('115 ESR');
  await context.close();
});

test('said to be too old by a setting of the house, a browser that can is let in @old-pc', async ({
  browser,
  origin,
}) => {
  const context = await browser.newContext({ userAgent: chrome86 });
  const page = await context.newPage();
  await page.goto(`${origin}/login`);
  await page.locator('form[data-ready]').waitFor();
  await context.close();
});
