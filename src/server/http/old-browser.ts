import type { IncomingMessage } from 'node:http';

/** A browser that cannot run the pages. `name` is what its owner calls it; `engine` is what counts, where the name says another version. */
export interface OldBrowser {
  readonly name: string;
  readonly engine?: string;
  /** Two engines in one program, of which the old one is on: the other is one click away. */
  readonly isCompatibilityMode: boolean;
}

/** The oldest of each family that can; the same as `browserslist` in package.json. */
export const needed = { chromium: 109, firefox: 115, safari: [16, 4] } as const;

/** Set by the old-browser page itself, where the browser proves to be younger than it says. */
export const provenCookie = 'xuemai_browser=new';

// Nobody reads the page there: search engines, monitors, and whatever drives a browser without a screen.
const machine = /bot\b|spider|crawler|monitor|headless|lighthouse|phantomjs/i;

/** Programs around an engine of Chromium, by their own mark; the first that is found names it. */
const brands: readonly (readonly [RegExp, string])[] = [
  [/QIHU 360(?:SE|EE)|\b360(?:SE|EE)\b/i, '360 浏览器 360 Browser'],
  [/\bM?QQBrowser\//, 'QQ 浏览器 QQ Browser'],
  [/\bMetaSr\b/, '搜狗浏览器 Sogou Browser'],
  [/\bUC?Browser\//, 'UC 浏览器 UC Browser'],
  [/\bMicroMessenger\//, '微信 WeChat'],
  [/\bEdgA?\//, 'Microsoft Edge'],
  [/\bOPR\//, 'Opera'],
];

const numberOf = (text: string, pattern: RegExp) => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Names what is certainly too old. Null: young enough, a machine, or unknown, and whoever is unknown comes in. */
export function findOldBrowser(userAgent: string | undefined): OldBrowser | null {
  if (!userAgent || machine.test(userAgent)) return null;
  const brand = brands.find(([mark]) => mark.test(userAgent))?.[1];

  // Trident's number is four behind, and MSIE says 7 in compatibility view, whatever it is.
  const trident = numberOf(userAgent, /\bTrident\/(\d+)/);
  const explorer = trident === undefined ? numberOf(userAgent, /\bMSIE (\d+)/) : trident + 4;
  if (explorer !== undefined) {
    const engine = `Internet Explorer ${explorer}`;
    return { name: brand ?? engine, ...(brand ? { engine } : {}), isCompatibilityMode: true };
  }
  const edgeHtml = numberOf(userAgent, /\bEdge\/(\d+)/);
  if (edgeHtml !== undefined) return { name: `Microsoft Edge ${edgeHtml}`, isCompatibilityMode: false };

  const chromium = numberOf(userAgent, /\b(?:Chrome|Chromium)\/(\d+)/);
  if (chromium !== undefined) {
    if (chromium >= needed.chromium) return null;
    const engine = `Chromium ${chromium}`;
    return { name: brand ?? `Chrome ${chromium}`, ...(brand ? { engine } : {}), isCompatibilityMode: false };
  }
  const firefox = numberOf(userAgent, /\bFirefox\/(\d+)/);
  if (firefox !== undefined) {
    return firefox >= needed.firefox ? null : { name: `Firefox ${firefox}`, isCompatibilityMode: false };
  }
  // Only Apple's own: others that are built on WebKit write there what they like.
  const safari = /\((?:Macintosh|iPhone|iPad|iPod).*\bVersion\/(\d+)(?:\.(\d+))?.*\bSafari\//.exec(userAgent);
  if (safari) {
    const [major, minor] = [Number(safari[1]), Number(safari[2] ?? 0)];
    const [least, leastMinor] = needed.safari;
    if (major > least || (major === least && minor >= leastMinor)) return null;
    return { name: `Safari ${major}.${minor}`, isCompatibilityMode: false };
  }
  return null;
}

/** Pages only: not what programs ask for, and no file. */
function isPage({ method }: Pick<IncomingMessage, 'method'>, path: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return !path.startsWith('/api/') && !path.startsWith('/_next/') && !/\.[^/]*$/.test(path);
}

/** The old browser that asks for a page, unless it has proven that it can do what is needed. */
export function findOldVisitor(req: Pick<IncomingMessage, 'method' | 'headers'>, path: string): OldBrowser | null {
  if (!isPage(req, path) || req.headers.cookie?.split(/; */).includes(provenCookie)) return null;
  return findOldBrowser(req.headers['user-agent']);
}
