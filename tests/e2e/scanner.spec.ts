import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { badgePrefix } from '@/domain/blood/barcodes/read-scan';
import { technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

test('whoever sets up a PC sees what the scanner sends, and what to change', async ({ openAs }) => {
  const page = await openAs(technicianOf('H03'), '/');
  // What the server draws is there before a key is heard; the rows of the list come after.
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('F1');
  await page.getByRole('dialog').getByRole('link', { name: '扫码枪检查' }).click();
  await expect(page.getByText('扫一下：下面的试扫条码，或任何一袋血。')).toBeVisible();
  await expect(page.getByRole('img', { name: '=%6200' })).toBeVisible();
  await scan(page, encodeDonationNumber('3100026000001'));
  const reading = page.getByRole('status').filter({ hasText: '含义' });
  await expect(reading).toContainText('献血码');
  await expect(page.getByText('后缀 Enter。')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Equal' })).toBeVisible();

  // Without a suffix nothing is ever read: the one thing to know about a new scanner.
  for (const key of '=%6200')
    await page.keyboard.press(key === '%' ? 'Shift+Digit5' : key === '=' ? 'Equal' : `Digit${key}`);
  await expect(page.getByText('没有后缀：每一页都会等下去。给扫码枪设后缀 Enter (CR)。')).toBeVisible();

  await scan(page, `${badgePrefix}${'A'.repeat(26)}`);
  await expect(reading).toContainText('胸牌，不显示内容');
  await expect(page.getByText('AAAAA')).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'KeyA' })).toHaveCount(0);
});
