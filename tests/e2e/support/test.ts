import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { type Person, signIn, signOut } from './people';

export { expect };

/** A PC of its own: another browser context, signed in as this person, at this page. */
export type OpenAs = (person: Person, path: string, options?: BrowserContextOptions) => Promise<Page>;

interface Fixtures {
  openAs: OpenAs;
  /** Address of the server under test. */
  origin: string;
}

export const test = base.extend<Fixtures>({
  origin: async ({ baseURL }, use) => {
    if (!baseURL) throw new Error('the projects of playwright.config.ts have a baseURL');
    await use(baseURL);
  },
  openAs: async ({ browser, origin, contextOptions }, use) => {
    const opened: Page[] = [];
    await use(async (person, path, options) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      const page = await context.newPage();
      opened.push(page);
      await signIn(context, origin, person);
      await page.goto(path);
      return page;
    });
    for (const page of opened) {
      const context = page.context();
      await context.setOffline(false);
      await signOut(context, origin);
      await context.close();
    }
  },
});

/** What a browser complained about; a page is quiet when this stays empty. */
export function listenForComplaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  return heard;
}
