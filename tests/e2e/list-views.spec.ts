import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';

const house = 'H06';
const heads = (page: Page) => page.getByRole('table').getByRole('columnheader');

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '视图' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('the columns of a list are a person’s own, wherever she sits down, and never lose the number and the state', async ({
  openAs,
}) => {
  const page = await openAs(technicianOf(house), '/shipments');
  await expect(heads(page).first()).toHaveText('发运单号');
  await expect(heads(page).filter({ hasText: '箱数' })).toHaveCount(1);
  await choose(page, '显示的列…');
  const dialog = page.getByRole('dialog', { name: '显示的列' });
  // By keyboard: what is ticked falls with the space bar, and moves with Alt and an arrow.
  await dialog.getByRole('checkbox', { name: '箱数' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('checkbox', { name: '袋数' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await dialog.getByRole('checkbox', { name: '理由' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(heads(page).filter({ hasText: '箱数' })).toHaveCount(0);
  await expect(heads(page).filter({ hasText: '理由' })).toHaveCount(1);

  const elsewhere = await openAs(technicianOf(house), '/shipments');
  await expect(heads(elsewhere).filter({ hasText: '理由' })).toHaveCount(1);
  await expect(heads(elsewhere).filter({ hasText: '箱数' })).toHaveCount(0);
  await expect(heads(elsewhere).last()).toHaveText('状态');
  await choose(elsewhere, '显示的列…');
  await elsewhere.getByRole('dialog').getByRole('button', { name: '恢复默认' }).click();
  await expect(heads(elsewhere).filter({ hasText: '箱数' })).toHaveCount(1);
});

test('a view keeps the query under a name, is shared with the house, and is its maker’s to remove', async ({
  openAs,
}) => {
  const name = `视图${randomUUID().slice(0, 8)}`;
  const page = await openAs(technicianOf(house), '/other-outbounds?tab=discard&registeredBy=%E5%BC%A0');
  await choose(page, '存为视图…');
  const dialog = page.getByRole('dialog', { name: '存为视图' });
  await dialog.getByRole('textbox', { name: '名称' }).fill(name);
  await dialog.getByRole('checkbox', { name: '本单位的人都能用' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name })).toBeVisible();

  // The same name again is refused with what to do, and the dialog stays.
  await page.getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: '存为视图…' }).click();
  await dialog.getByRole('textbox', { name: '名称' }).fill(name);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText(`已有视图“${name}”`);

  const colleague = await openAs(reviewerOf(house), '/other-outbounds');
  await choose(colleague, name);
  await expect(colleague).toHaveURL(/tab=discard/);
  await expect(colleague).toHaveURL(/registeredBy=/);
  await colleague.getByRole('button', { name }).click();
  await colleague.getByRole('menuitem', { name: '管理视图…' }).click();
  await expect(colleague.getByRole('dialog')).toContainText('还没有存过视图');

  await page.goto('/other-outbounds');
  await choose(page, '管理视图…');
  await page.getByRole('button', { name: `删除 ${name}` }).click();
  await expect(page.getByRole('dialog')).toContainText('还没有存过视图');
});
