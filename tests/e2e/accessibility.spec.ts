import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { localeCookie } from '@/i18n/locale';
import { declaringHouses, organisations, people } from '@/server/demo/city';
import { demoPlaces } from '@/server/demo/places';
import { openApi } from './support/api';
import { freshDonation, redCells, sendShipment } from './support/blood';
import { clerk, type Person, password, reviewerOf, signIn, signOut, technicianOf } from './support/people';
import { expect, test } from './support/test';

const house = 'H05';
const technician = technicianOf(house);
const technicianOfDeclaring = technicianOf('H08');
const administratorOfHouse: Person = { orgId: 'H01', staffNo: '9001' };
const auditorOfCity: Person = { orgId: 'O01', staffNo: '9001' };
const officialOfCity: Person = { orgId: 'O01', staffNo: '1001' };
const officeClerk: Person = { orgId: 'O01', staffNo: '3001' };

interface Place {
  readonly name: string;
  readonly who: Person | null;
  readonly path: string;
  readonly ready: (page: Page) => Promise<void>;
}

const physician: Person = { orgId: 'H01', staffNo: '2001' };

const heading = async (page: Page) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /实时|Live|部分|Partial/ })).toBeVisible();
};

const places: readonly Place[] = [
  { name: 'sign-in', who: null, path: '/login', ready: (page) => page.locator('form[data-ready]').waitFor() },
  { name: 'receipts', who: technician, path: '/bag-receipts', ready: heading },
  { name: 'stock', who: technician, path: '/stock', ready: (page) => page.locator('[data-cell]').first().waitFor() },
  { name: 'bags', who: technician, path: '/stock/bags', ready: heading },
  { name: 'storage places', who: technician, path: '/stock/places', ready: heading },
  { name: 'import of temperatures', who: technician, path: '/stock/places/import', ready: heading },
  { name: 'stocktakes', who: technician, path: '/stock/stocktakes', ready: heading },
  { name: 'relabellings', who: clerk, path: '/station-stock/relabellings', ready: heading },
  { name: 'relabelling', who: clerk, path: '/station-stock/relabellings/new', ready: heading },
  { name: 'movements', who: technician, path: '/stock/movements', ready: heading },
  { name: 'overview', who: officialOfCity, path: '/overview', ready: heading },
  { name: 'wall', who: officialOfCity, path: '/wall/city', ready: heading },
  { name: 'issues', who: technician, path: '/clinical-issues', ready: heading },
  { name: 'issue', who: technician, path: '/clinical-issues/new', ready: heading },
  { name: 'requests', who: technician, path: '/transfusion-requests', ready: heading },
  { name: 'request', who: physician, path: '/transfusion-requests/new', ready: heading },
  { name: 'specimens', who: technician, path: '/specimens', ready: heading },
  { name: 'bench', who: technician, path: '/specimens/bench', ready: heading },
  { name: 'import of requests', who: physician, path: '/transfusion-requests/import', ready: heading },
  { name: 'outbounds', who: technician, path: '/other-outbounds', ready: heading },
  { name: 'outbound', who: technician, path: '/other-outbounds/new', ready: heading },
  { name: 'reviews', who: technician, path: '/certificate-reviews', ready: heading },
  { name: 'review', who: technician, path: '/certificate-reviews/new', ready: heading },
  { name: 'figures of reviews', who: officialOfCity, path: '/certificate-reviews/statistics', ready: heading },
  { name: 'import of donations', who: clerk, path: '/certificate-reviews/import', ready: heading },
  { name: 'blood use plans', who: technician, path: '/blood-use-plans', ready: heading },
  { name: 'blood use plan', who: technician, path: '/blood-use-plans/new', ready: heading },
  { name: 'execution of blood use plans', who: officialOfCity, path: '/blood-use-plans/figures', ready: heading },
  { name: 'donor plans', who: technician, path: '/donor-plans', ready: heading },
  { name: 'donor plan', who: officeClerk, path: '/donor-plans/new', ready: heading },
  { name: 'product codes', who: clerk, path: '/products', ready: heading },
  { name: 'import of product codes', who: clerk, path: '/products/import', ready: heading },
  { name: 'immunohaematology', who: technician, path: '/immunohematology-requests', ready: heading },
  { name: 'immunohaematology request', who: technician, path: '/immunohematology-requests/new', ready: heading },
  { name: 'import of immunohaematology', who: technician, path: '/immunohematology-requests/import', ready: heading },
  { name: 'autologous transfusions', who: technician, path: '/autologous-transfusions', ready: heading },
  { name: 'autologous transfusion', who: technician, path: '/autologous-transfusions/new', ready: heading },
  { name: 'autologous figures', who: officialOfCity, path: '/autologous-transfusions/figures', ready: heading },
  { name: 'processings', who: technician, path: '/processings', ready: heading },
  { name: 'processing', who: technician, path: '/processings/new', ready: heading },
  { name: 'emergency', who: technician, path: '/clinical-issues/emergency', ready: heading },
  { name: 'patients', who: technician, path: '/patients', ready: heading },
  { name: 'new patient', who: technician, path: '/patients/new', ready: heading },
  { name: 'bag search', who: technician, path: '/units', ready: heading },
  { name: 'bag search, nothing found', who: technician, path: '/units?q=3100099999999', ready: heading },
  { name: 'dictionaries', who: auditorOfCity, path: '/dictionaries', ready: heading },
  { name: 'organisations', who: auditorOfCity, path: '/organisations', ready: heading },
  { name: 'people', who: administratorOfHouse, path: '/people', ready: heading },
  { name: 'view as a role', who: administratorOfHouse, path: '/people/view-as', ready: heading },
  { name: 'wall screens', who: administratorOfHouse, path: '/devices', ready: heading },
  { name: 'audit trail', who: administratorOfHouse, path: '/audit', ready: heading },
  { name: 'import of people', who: auditorOfCity, path: '/people/import', ready: heading },
  { name: 'scanner check', who: technician, path: '/scanner', ready: heading },
  { name: 'orders of a hospital', who: technician, path: '/blood-orders', ready: heading },
  { name: 'order grid', who: technician, path: '/blood-orders/new', ready: heading },
  { name: 'recalls', who: technician, path: '/recalls', ready: heading },
  { name: 'a new recall', who: clerk, path: '/recalls/new', ready: heading },
  { name: 'short-dated stock', who: technician, path: '/redistributions', ready: heading },
  { name: 'short-dated bags today', who: technician, path: '/redistributions/offer', ready: heading },
  { name: 'short-dated figures', who: technician, path: '/redistributions/statistics', ready: heading },
  { name: 'orders to a station', who: clerk, path: '/blood-orders', ready: heading },
  { name: 'order figures', who: technician, path: '/blood-orders/statistics', ready: heading },
  { name: 'delivery slots', who: clerk, path: '/blood-orders/plan', ready: heading },
  { name: 'shipments', who: clerk, path: '/shipments', ready: heading },
  { name: 'declared stock', who: technicianOfDeclaring, path: '/declared-stock', ready: heading },
  { name: 'declared stock of the city', who: auditorOfCity, path: '/declared-stock', ready: heading },
  { name: 'going live', who: technician, path: '/go-lives', ready: heading },
  { name: 'going live of the city', who: auditorOfCity, path: '/go-lives', ready: heading },
  { name: 'packing', who: clerk, path: '/shipments/new', ready: heading },
];

/** What the demo city calls people and places: data, in the language in which it was entered. */
const dataWords = [
  ...[...organisations, ...declaringHouses].flatMap((org) => [
    org.name,
    org.shortName,
    org.district,
    org.dutyPhone,
    org.nightPhone,
    org.address,
  ]),
  ...people.flatMap((person) => [person.name, person.title, person.department]),
  ...demoPlaces.map(({ name }) => name),
  '示范市',
  '吴建国',
  '练习复核',
  '练习登记',
  '练习护士',
]
  .filter((word) => word !== '')
  .sort((one, other) => other.length - one.length);

/** A delivery without a note is numbered in the language of the city. */
const numberWithoutNote = /无单-[0-9a-f]{8}/g;

/** Chinese in what an English reader is shown, apart from data: table cells, drawers, names. */
async function chineseWords(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const isHan = /\p{Script=Han}/u;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (!isHan.test(text) || !element || element.closest('script, style, [lang="zh-CN"], tbody td')) continue;
      if (element.getClientRects().length === 0) continue;
      found.push(text);
    }
    for (const element of document.querySelectorAll('[placeholder], [aria-label], [title]'))
      for (const name of ['placeholder', 'aria-label', 'title']) {
        const text = element.getAttribute(name) ?? '';
        if (isHan.test(text) && !element.closest('[lang="zh-CN"], tbody td')) found.push(text);
      }
    return found;
  });
  const rest = (text: string) =>
    dataWords.reduce((left, word) => left.replaceAll(word, ''), text.replaceAll(numberWithoutNote, ''));
  return texts.filter((text) => /\p{Script=Han}/u.test(rest(text)));
}

/** In the page itself, which has no frames, and without naming every element that passed. */
async function seriousViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 4).map((node) => node.html.slice(0, 200)) }));
}

const locales = ['zh-CN', 'en'] as const;

/**
 * What is on the page now breaks no serious rule, and says nothing in Chinese to an English reader.
 * The rules ask roles, names and colours, which both languages have in common: they are asked once.
 */
async function expectAccessible(page: Page, locale: (typeof locales)[number]): Promise<void> {
  if (locale === 'en') expect.soft(await chineseWords(page)).toEqual([]);
  else expect.soft(await seriousViolations(page)).toEqual([]);
}

/** Does this once in each language, in the same page. */
async function inEachLanguage(page: Page, origin: string, look: (locale: (typeof locales)[number]) => Promise<void>) {
  for (const locale of locales) {
    await page.context().addCookies([{ name: localeCookie, value: locale, url: origin }]);
    await look(locale);
  }
}

/** One page for each person, kept from test to test: a warm browser shows a page three times as fast. */
const pages = new Map<Person | null, Page>();

async function pageOf(who: Person | null, browser: Browser, options: BrowserContextOptions, origin: string) {
  const known = pages.get(who);
  if (known) return known;
  const context = await browser.newContext(options);
  if (who) await signIn(context, origin, who);
  const page = await context.newPage();
  pages.set(who, page);
  return page;
}

test.afterAll(async ({ origin }) => {
  for (const [who, page] of pages) {
    if (who) await signOut(page.context(), origin);
    await page.context().close();
  }
});

for (const { name, who, path, ready } of places)
  test(`${name}: no serious violation, nothing in the other language`, async ({ browser, contextOptions, origin }) => {
    const page = await pageOf(who, browser, contextOptions, origin);
    await inEachLanguage(page, origin, async (locale) => {
      await page.goto(path);
      await ready(page);
      await expectAccessible(page, locale);
    });
  });

test('trace of a bag and its paper: no serious violation, nothing in the other language', async ({
  openAs,
  origin,
}) => {
  const { bags } = await sendShipment(origin, house, [{ abo: 'A' }]);
  const page = await openAs(technician, 'about:blank');
  await page.addInitScript(() => Object.assign(window, { print: () => undefined }));
  await inEachLanguage(page, origin, async (locale) => {
    await page.goto(`/units/${bags[0]?.unitId}`);
    await heading(page);
    await expect(page.locator('tbody tr').first()).toBeVisible();
    await expectAccessible(page, locale);
    await page.goto(`/units/${bags[0]?.unitId}/print`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, locale);
  });
});

test('a page and the lock of practice: no serious violation, nothing in the other language', async ({
  openAs,
  origin,
}) => {
  const page = await openAs(technician, '/api/health/live');
  const entered = await page.context().request.post(`${origin}/api/auth/sign-in`, {
    headers: { 'x-xuemai': '1', origin },
    data: { ...technician, password, isPractice: true },
  });
  expect(entered.status(), await entered.text()).toBe(200);
  const begin = page.getByRole('button', {
    name: /^(开始|再做一次|Begin|Do it again) (过期血报废|Discard of an expired bag)$/,
  });
  await inEachLanguage(page, origin, async (locale) => {
    await page.goto('/exercises');
    await heading(page);
    if (await begin.isVisible()) await begin.click();
    await expect(page.locator('li[data-step=print] a')).toBeVisible({ timeout: 20_000 });
    await expectAccessible(page, locale);
    const sheet = await page.locator('li[data-step=print] a').getAttribute('href');
    await page.goto('/stock');
    await heading(page);
    await expect(page.locator('[data-practice-band]')).toBeVisible();
    await expect(page.locator('[data-exercise-bar]')).toBeVisible();
    await expectAccessible(page, locale);
    await page.goto(sheet ?? '');
    await expect(page.locator('li[data-bag]').first()).toBeVisible();
    await expectAccessible(page, locale);
    await page.goto('/stock');
    await heading(page);
    await page.keyboard.press('Control+l');
    await expect(page.locator('[data-floating=lock]')).toBeVisible();
    await expectAccessible(page, locale);
    await page.context().request.post(`${origin}/api/auth/unlock`, {
      headers: { 'x-xuemai': '1', origin },
      data: { password },
    });
  });
});

test('the record and the count of a going live: no serious violation, nothing in the other language', async ({
  openAs,
  origin,
}) => {
  const [head, colleague] = [openApi(origin, reviewerOf(house)), openApi(origin, technician)];
  const { waiting } = await head.goLives.list.query({});
  const id = waiting[0]?.id ?? (await head.goLives.open.mutate({ data: {} })).id;
  const page = await openAs(technician, 'about:blank');
  const bag = () => ({
    donation: freshDonation(),
    productCode: redCells,
    abo: 'A' as const,
    rhd: 'positive' as const,
    expiresAt: new Date('2027-01-10T23:59:00+08:00'),
    stationId: 'S01',
  });
  const look = (path: string) =>
    inEachLanguage(page, origin, async (locale) => {
      await page.goto(path);
      await heading(page);
      await expectAccessible(page, locale);
    });
  await look(`/go-lives/${id}/count`);
  const line = bag();
  const version = async () => (await head.goLives.get.query({ id })).version;
  await head.goLives.count.mutate({ data: { id, version: await version(), lines: [line, bag()] } });
  await look(`/go-lives/${id}`);
  await colleague.goLives.count.mutate({ data: { id, version: await version(), lines: [line, bag()] } });
  await look(`/go-lives/${id}`);
  await head.goLives.withdraw.mutate({ data: { id, version: await version(), reason: 'not needed' } });
  await look(`/go-lives/${id}`);
});

test('scan list and hard stop: no serious violation, nothing in the other language', async ({ openAs, origin }) => {
  const page = await openAs(technician, 'about:blank');
  await inEachLanguage(page, origin, async (locale) => {
    const shipment = await sendShipment(origin, house, [{ abo: 'A' }]);
    await page.goto(`/bag-receipts/receive/${shipment.id}`);
    const field = page.locator('#typed-code');
    await expect(field).toBeVisible();
    const [bag] = shipment.bags;
    if (!bag) throw new Error('a bag was sent');
    await expectAccessible(page, locale);
    for (const code of [bag.codes.donation, bag.codes.product, '=%5100']) {
      await field.fill(code);
      await field.press('Enter');
    }
    await expect(page.getByRole('alert').filter({ has: page.getByRole('heading') })).toBeVisible();
    await expectAccessible(page, locale);
  });
});

/** Whole rows that the frame of a list shows under its head. */
const rowsInSight = (page: Page) =>
  page.evaluate(() => {
    const table = document.querySelector('main table');
    const frame = table?.parentElement;
    const row = table?.querySelector('tbody tr');
    const head = table?.querySelector('thead');
    if (!table || !frame || !row || !head) return 0;
    const bottom = Math.min(frame.getBoundingClientRect().bottom, innerHeight);
    return Math.floor((bottom - head.getBoundingClientRect().bottom + 1) / row.getBoundingClientRect().height);
  });

for (const { path, who } of [
  { path: '/bag-receipts', who: technicianOf('H03') },
  { path: '/clinical-issues', who: technicianOf('H03') },
  { path: '/patients', who: technicianOf('H03') },
  { path: '/stock/bags', who: technicianOf('H03') },
  { path: '/stock/movements', who: technicianOf('H03') },
  { path: '/shipments', who: clerk },
  { path: '/station-stock', who: clerk },
])
  test(`ten rows at 1366 × 768: ${path}`, async ({ openAs }) => {
    const page = await openAs(who, path, { viewport: { width: 1366, height: 768 } });
    await expect(page.locator('main table tbody tr').first()).toBeVisible();
    expect(await rowsInSight(page)).toBeGreaterThanOrEqual(10);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });

test('without motion where none is wanted, and readable at twice the size', async ({ openAs }) => {
  const page = await openAs(auditorOfCity, '/overview', {
    viewport: { width: 683, height: 384 },
    reducedMotion: 'reduce',
  });
  await heading(page).catch(() => undefined);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const animated = await page.evaluate(
    () => document.getAnimations().filter((animation) => animation.playState === 'running').length,
  );
  expect(animated).toBe(0);
});
