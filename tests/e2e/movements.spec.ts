import { randomUUID } from 'node:crypto';
import { reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';

test('a search of the movements leaves the focus in its field, and going back fills the form anew', async ({
  openAs,
}) => {
  const page = await openAs(reviewerOf('H06'), '/stock/movements');
  const field = page.getByRole('textbox', { name: '献血码' });
  await field.click();
  await page.keyboard.type('3100025');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/donationNo=3100025/);
  await expect(field).toBeFocused();
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/donationNo=31000250/);
  await expect(field).toHaveValue('31000250');
  await page.goBack();
  await expect(field).toHaveValue('3100025');
});

test('the movements are kept as a view with their columns, and exported under the filters of the address', async ({
  openAs,
}) => {
  const name = `视图${randomUUID().slice(0, 8)}`;
  const page = await openAs(reviewerOf('H06'), '/stock/movements?kind=issue&at=2026-01-01..2030-01-01');
  const heads = page.getByRole('table').getByRole('columnheader');
  const menu = (label: string) => page.getByRole('button', { name: label, exact: true });
  await menu('视图').click();
  await page.getByRole('menuitem', { name: '存为视图…' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: '名称' }).fill(name);
  await page.getByRole('dialog').getByRole('checkbox', { name: '本单位的人都能用' }).click();
  await page.keyboard.press('Control+Enter');
  await menu(name).click();
  await page.getByRole('menuitem', { name: '显示的列…' }).click();
  await page.getByRole('dialog').getByRole('checkbox', { name: '经手' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(heads.last()).toHaveText('到');

  const colleague = await openAs(technicianOf('H06'), '/stock/movements');
  await expect(colleague.getByRole('columnheader', { name: '经手' })).toBeVisible();
  await colleague.getByRole('button', { name: '视图' }).click();
  await colleague.getByRole('menuitem', { name }).click();
  await expect(colleague).toHaveURL(/kind=issue/);
  await expect(colleague.getByRole('columnheader', { name: '经手' })).toHaveCount(0);
  const downloading = colleague.waitForEvent('download');
  await colleague.getByRole('link', { name: '导出' }).click();
  expect((await downloading).url()).toMatch(/\/api\/export\/stock-movements\?.*f\.kind=issue/);
});
