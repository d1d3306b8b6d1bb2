import { type BrowserContext, expect, type Page } from '@playwright/test';
import { loopbackDemoPassword } from '@/domain/accounts/demo';

export const password = loopbackDemoPassword;

export interface Person {
  readonly orgId: string;
  readonly staffNo: string;
}

export const clerk: Person = { orgId: 'S01', staffNo: '1001' };
export const official: Person = { orgId: 'O01', staffNo: '2001' };
export const technicianOf = (orgId: string): Person => ({ orgId, staffNo: '1001' });
export const reviewerOf = (orgId: string): Person => ({ orgId, staffNo: '1002' });

/** Signs this browser in without its form. The forms have their own tests. */
export async function signIn(context: BrowserContext, baseURL: string, { orgId, staffNo }: Person): Promise<void> {
  const answer = await context.request.post(`${baseURL}/api/auth/sign-in`, {
    headers: { 'x-xuemai': '1', origin: baseURL },
    data: { orgId, staffNo, password },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Bodies of a command in the order in which they left this page. */
export function listenTo(page: Page, command: RegExp): unknown[] {
  const sent: unknown[] = [];
  page.on('request', (request) => {
    if (command.test(request.url())) sent.push(request.postDataJSON());
  });
  return sent;
}

/** What is sent to this command waits on its way until the returned function is called. */
export async function holdAnswer(page: Page, command: RegExp): Promise<() => void> {
  const waiting: (() => void)[] = [];
  let isHeld = true;
  await page.route(command, async (route) => {
    if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
    await route.continue();
  });
  return () => {
    isHeld = false;
    for (const goOn of waiting) goOn();
  };
}

/**
 * Sends: the first sending is taken and its answer lost, or it never arrives, and before the second one the session is locked, so that what
 * that is told says nothing about the first. Then unlocks.
 */
export async function loseAnswerUnderLock(
  page: Page,
  baseURL: string,
  command: RegExp,
  send: () => Promise<void>,
  {
    isTaken = true,
    beforeLock = async () => {},
    whileLocked = async () => {},
  }: { isTaken?: boolean; beforeLock?: () => Promise<unknown>; whileLocked?: () => Promise<unknown> } = {},
): Promise<void> {
  let isFirst = true;
  await page.route(command, async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    if (isTaken) await route.fetch();
    await beforeLock();
    await page.context().request.post(`${baseURL}/api/auth/lock`, {
      headers: { 'x-xuemai': '1', origin: baseURL },
      data: {},
    });
    await route.abort('connectionreset');
  });
  const second = page.waitForResponse(command);
  await send();
  expect((await second).status()).toBe(401);
  await whileLocked();
  const lock = page.getByRole('dialog', { name: '已锁屏' });
  await lock.getByLabel('密码或胸牌').fill(password);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
}

/** Leaves no session behind: an account holds three, and the fourth ends the oldest. */
export async function signOut(context: BrowserContext, baseURL: string): Promise<void> {
  await context.request
    .post(`${baseURL}/api/auth/sign-out`, { headers: { 'x-xuemai': '1', origin: baseURL }, data: {}, timeout: 5_000 })
    .catch(() => undefined);
}

/** The sign-in form as a person without a mouse goes through it: organisation by its code, Tab, staff number, Tab, password, Enter. */
export async function signInByKeyboard(page: Page, { orgId, staffNo }: Person, secret = password): Promise<void> {
  await page.locator('form[data-ready]').waitFor();
  await page.getByRole('combobox', { name: '机构' }).focus();
  await page.keyboard.type(orgId);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  // The house is chosen: the number is next, by itself.
  await expect(page.getByRole('textbox', { name: '工号' })).toBeFocused();
  await page.keyboard.type(staffNo);
  await page.keyboard.press('Tab');
  await page.keyboard.type(secret);
  await page.keyboard.press('Enter');
}
