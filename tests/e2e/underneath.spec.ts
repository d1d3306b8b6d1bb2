import { sendShipment } from './support/blood';
import { reviewerOf } from './support/people';
import { openScanList, scanBag, scannedCount } from './support/receipt-desk';
import { expect, test } from './support/test';
import { scanAll } from './support/wedge';

const house = 'H06';
const technician = reviewerOf(house);

test('a bag scanned beside the palette is looked up there and does not come onto the list beneath', async ({
  openAs,
  origin,
}) => {
  const { id, bags } = await sendShipment(origin, house, [{ abo: 'A' }, { abo: 'B' }]);
  const [first, second] = bags;
  if (!first || !second) throw new Error('two bags were sent');
  const page = await openAs(technician, '/');
  await openScanList(page, id);
  await scanBag(page, first);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: '查血袋、单号、患者、菜单' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await scanAll(page, [second.codes.product, second.codes.expiry, second.codes.group, second.codes.donation]);
  await expect(palette.getByRole('option').filter({ hasText: second.donationNo.slice(-6) })).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
  await expect(scannedCount(page)).toHaveText('1');
  await scanBag(page, second);
});

test('a scan beside a dialog neither closes it nor answers it', async ({ openAs, origin }) => {
  const { id, bags } = await sendShipment(origin, house, [{ abo: 'A' }]);
  const [bag] = bags;
  if (!bag) throw new Error('a bag was sent');
  const page = await openAs(technician, '/');
  await openScanList(page, id);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog');
  await expect(keys).toBeVisible();
  await scanAll(page, Object.values(bag.codes));
  // A scanner slower than any that is told from a hand ends with Enter all the same.
  await page.keyboard.press('Enter');
  await expect(keys).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await expect(scannedCount(page)).toHaveText('0');

  await scanBag(page, bag);
  await page.keyboard.press('F6');
  const exception = page.getByRole('dialog');
  await expect(exception.getByRole('checkbox').first()).toBeFocused();
});

test('Ctrl Z takes back typing where there is any, and the last bag elsewhere', async ({ openAs, origin }) => {
  const { id, bags } = await sendShipment(origin, house, [{ abo: 'O' }]);
  const [bag] = bags;
  if (!bag) throw new Error('a bag was sent');
  const page = await openAs(technician, '/');
  await openScanList(page, id);
  await scanBag(page, bag);
  const reading = page.getByRole('textbox', { name: /红细胞.*℃/ });
  await reading.focus();
  await page.keyboard.type('4');
  await page.keyboard.press('Control+z');
  await expect(scannedCount(page)).toHaveText('1');
  await page.keyboard.press('F2');
  await expect(page.locator('#typed-code')).toBeFocused();
  await page.keyboard.type('31');
  await page.keyboard.press('Control+z');
  await expect(scannedCount(page)).toHaveText('1');
  await page.locator('#typed-code').fill('');
  await page.keyboard.press('Control+z');
  await expect(scannedCount(page)).toHaveText('0');
});
