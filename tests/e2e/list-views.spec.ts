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
  // Others use it: asked first.
  await page.getByRole('button', { name: `删除 ${name}` }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('本单位的人都在用');
  await question.getByRole('button', { name: '取消' }).click();
  await expect(page.getByRole('dialog')).toContainText(name);
  await page.getByRole('button', { name: `删除 ${name}` }).click();
  await question.getByRole('button', { name: '删除视图' }).click();
  await expect(page.getByRole('dialog')).toContainText('还没有存过视图');
});

test('the name of a view stands over its own list only, and its address alone is enough', async ({ openAs }) => {
  const name = `视图${randomUUID().slice(0, 8)}`;
  const page = await openAs(technicianOf(house), '/shipments?no=ZZZ');
  const number = page.getByRole('search').getByRole('textbox', { name: '发运单号' });
  const menu = (label: string) => page.getByRole('button', { name: label, exact: true });
  await choose(page, '存为视图…');
  await page.getByRole('dialog', { name: '存为视图' }).getByRole('textbox', { name: '名称' }).fill(name);
  await page.keyboard.press('Control+Enter');
  await expect(menu(name)).toBeVisible();
  await expect(page).toHaveURL(/view=/);
  const id = new URL(page.url()).searchParams.get('view');

  await number.fill('YYY');
  await number.press('Enter');
  await expect(menu(`${name}（已改）`)).toBeVisible();
  await page.getByRole('button', { name: '重置' }).click();
  await expect(menu('视图')).toBeVisible();
  await choose(page, name);
  await expect(number).toHaveValue('ZZZ');
  await expect(menu(name)).toBeVisible();

  await page.goto(`/shipments?view=${id}`);
  await expect(menu(name)).toBeVisible();
  await expect(number).toHaveValue('ZZZ');
  await page.getByRole('button', { name: '重置' }).click();
  await expect(number).toHaveValue('');
  await expect(menu('视图')).toBeVisible();
});

test('columns chosen in somebody else’s view become a view of one’s own, and the list itself keeps its columns', async ({
  openAs,
}) => {
  const name = `视图${randomUUID().slice(0, 8)}`;
  const page = await openAs(technicianOf(house), '/shipments?no=ZZZ');
  await choose(page, '存为视图…');
  const saving = page.getByRole('dialog', { name: '存为视图' });
  await saving.getByRole('textbox', { name: '名称' }).fill(name);
  await saving.getByRole('checkbox', { name: '本单位的人都能用' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(saving).toBeHidden();

  const colleague = await openAs(reviewerOf(house), '/shipments');
  await choose(colleague, name);
  await expect(colleague).toHaveURL(/no=ZZZ/);
  await choose(colleague, '显示的列…');
  await colleague.getByRole('dialog').getByRole('checkbox', { name: '箱数' }).click();
  await colleague.getByRole('dialog').getByRole('button', { name: '存为视图…' }).click();
  const own = colleague.getByRole('dialog', { name: '存为视图' });
  await expect(own.getByRole('textbox', { name: '名称' })).toHaveValue(name);
  await colleague.keyboard.press('Control+Enter');
  await expect(own).toBeHidden();
  await choose(colleague, '显示的列…');
  const boxes = colleague.getByRole('dialog').getByRole('checkbox', { name: '箱数' });
  await expect(boxes).not.toBeChecked();

  await colleague.goto('/shipments');
  await choose(colleague, '显示的列…');
  await expect(boxes).toBeChecked();
});
