import type { Locator, Page } from '@playwright/test';
import { encodeGroup } from '@/domain/blood/barcodes/encode';
import { openApi } from './support/api';
import { sendShipment } from './support/blood';
import { password, signInByKeyboard, technicianOf } from './support/people';
import { postButton, scanBag, scannedCount } from './support/receipt-desk';
import { expect, listenForComplaints, test } from './support/test';
import { scanAll, typeByHand } from './support/wedge';

/** Walks by Tab alone; what cannot be reached so fails. */
async function tabTo(page: Page, target: Locator, steps = 90): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < steps; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${target} is not reached by ${steps} Tabs`);
}

test('the scan list by keyboard alone: sign in, scan, exception, undo, hard stop, temperatures, signatures, post @old-pc', async ({
  page,
  origin,
}, { project }) => {
  test.setTimeout(120_000);
  // Two browsers may be at it at the same time: a house for each.
  const house = project.name === 'chromium109' ? 'H05' : 'H04';
  const complaints = listenForComplaints(page);
  const shipment = await sendShipment(origin, house, [{ abo: 'A' }, { abo: 'B' }, { abo: 'O' }, { abo: 'AB' }]);
  const [first, second, third, fourth] = shipment.bags;
  if (!first || !second || !third || !fourth) throw new Error('four bags were sent');
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(
        type,
        (event) => event.isTrusted && document.documentElement.setAttribute('data-mouse', type),
        true,
      );
  });

  await page.goto('/login?next=/bag-receipts');
  await signInByKeyboard(page, technicianOf(house));
  await expect(page).toHaveURL(/\/bag-receipts/);
  await tabTo(
    page,
    page.getByRole('listitem').filter({ hasText: shipment.no }).getByRole('link', { name: '开始扫描' }),
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '血袋入库登记' })).toBeVisible();

  await scanBag(page, first);
  await scanBag(page, second);
  await page.keyboard.press('Control+z');
  await expect(scannedCount(page)).toHaveText('1');
  await scanBag(page, second);

  await page.keyboard.press('F6');
  const dialog = page.getByRole('dialog');
  await tabTo(page, dialog.getByRole('checkbox', { name: '密封、破损' }));
  await page.keyboard.press('Space');
  await tabTo(page, dialog.getByRole('button', { name: '确认' }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('外观例外，隔离').first()).toBeVisible();

  await scanAll(page, [third.codes.donation, third.codes.product, encodeGroup({ abo: 'B', rhd: 'positive' })]);
  await expect(page.getByRole('alert').filter({ hasText: '血型不符' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(scannedCount(page)).toHaveText('3');

  await page.keyboard.press('F2');
  for (const code of [fourth.codes.donation, fourth.codes.group, fourth.codes.product, fourth.codes.expiry])
    await typeByHand(page, code);
  await expect(scannedCount(page)).toHaveText('4');

  await tabTo(page, page.getByRole('textbox', { name: /红细胞.*℃/ }));
  await page.keyboard.type('4.2');
  await tabTo(page, page.getByRole('button', { name: '签名', exact: true }));
  await page.keyboard.press('Enter');
  await expect(postButton(page)).toHaveText(/还差复核签名/);
  await tabTo(page, page.getByRole('textbox', { name: '工号' }));
  await page.keyboard.type('1002', { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type(password, { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(postButton(page)).toHaveText(/先入这 4 袋(?!，)/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 .*2 袋入库，2 袋隔离/)).toBeVisible();

  const open = await openApi(origin, technicianOf(house)).bagReceipts.open.query({ shipmentId: shipment.id });
  const states = Object.fromEntries(open.bags.map((bag) => [bag.donationNo, bag.state]));
  expect([first, second, third, fourth].map((bag) => states[bag.donationNo])).toEqual([
    'received',
    'held',
    'held',
    'received',
  ]);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/bag-receipts(\?.*)?$/);
  expect(await page.locator('html').getAttribute('data-mouse')).toBeNull();
  expect(complaints).toEqual([]);
});

test('a focused control is always seen', async ({ openAs }) => {
  const page = await openAs(technicianOf('H04'), '/bag-receipts');
  await expect(page.getByRole('table')).toBeVisible();
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement) || focused === document.body) return { isSeen: true, what: 'body' };
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      const around = focused.closest('label, span, div');
      const outer = around ? getComputedStyle(around) : null;
      const isOutlined =
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) ||
        (outer !== null && outer.outlineStyle !== 'none' && Number.parseFloat(outer.outlineWidth) >= 2);
      return { isSeen: isOutlined && box.bottom > 0 && box.top < innerHeight, what: focused.outerHTML.slice(0, 160) };
    });
    expect(seen.isSeen, seen.what).toBe(true);
  }
});

test('the stock matrix is walked by arrows, Enter opens the bags, Esc closes', async ({ openAs }) => {
  const page = await openAs(technicianOf('H04'), '/stock');
  await tabTo(page, page.locator('[data-cell][tabindex="0"]'));
  const first = await page.evaluate(() => document.activeElement?.getAttribute('data-cell'));
  await page.keyboard.press('ArrowRight');
  const second = await page.evaluate(() => document.activeElement?.getAttribute('data-cell'));
  expect(second).not.toBe(first);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`cell=${second?.replaceAll('.', '\\.')}`));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-cell'))).toBe(second);
});

test('a chosen word of a list gives the focus back before the next key, every time @old-pc', async ({ openAs }) => {
  const page = await openAs({ orgId: 'O01', staffNo: '3001' }, '/donor-plans/new');
  const measure = page.getByRole('combobox', { name: '品种' });
  const amount = page.getByRole('textbox', { name: '份额' });
  await expect(measure).toBeVisible();
  for (let time = 1; time <= 12; time++) {
    await measure.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press(time % 2 === 0 ? 'ArrowUp' : 'ArrowDown');
    // Nothing is waited for: a hand types on.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type(String(time));
    await expect(amount, `time ${time}`).toBeFocused();
    await expect(amount).toHaveValue(String(time));
  }
});

test('a key pressed before the page is alive is answered when it is @old-pc', async ({ openAs }) => {
  const page = await openAs(technicianOf('H04'), '/stock');
  for (const [key, shown] of [
    ['F4', page.locator('[data-cell]').first()],
    ['Control+k', page.getByRole('dialog').getByRole('combobox')],
  ] as const) {
    // Drawn by the server, and its scripts on their way.
    let letCome = () => {};
    const pressed = new Promise<void>((resolve) => {
      letCome = resolve;
    });
    await page.route('**/_next/static/**/*.js', (route) => pressed.then(() => route.continue()));
    await page.goto('/blood-orders', { waitUntil: 'commit' });
    await page.getByRole('heading', { name: '血液预订管理' }).waitFor();
    await page.keyboard.press(key);
    letCome();
    await expect(shown).toBeVisible();
    await page.unrouteAll();
  }
});
