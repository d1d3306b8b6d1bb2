import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findOldBrowser, findOldVisitor, needed, provenCookie } from './old-browser';
import { renderOldBrowserPage } from './old-browser-page';

const win7 = 'Mozilla/5.0 (Windows NT 6.1; Win64; x64)';
const win10 = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const chrome = (version: string, rest = '') => `${win7} ${webkit} Chrome/${version} Safari/537.36${rest}`;
const apple = (version: string) => `${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Safari/605.1.15`;
const ipad = (rest: string) =>
  `Mozilla/5.0 (iPad; CPU OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${rest}`;

const old: [string, string, string, string?][] = [
  ['Chrome 49, the last of Windows XP', chrome('49.0.2623.112'), 'Chrome 49'],
  ['Chrome 86', chrome('86.0.4240.198'), 'Chrome 86'],
  ['Chrome 108', chrome('108.0.5359.125'), 'Chrome 108'],
  ['Edge 108', chrome('108.0.0.0', ' Edg/108.0.1462.54'), 'Microsoft Edge', 'Chromium 108'],
  ['Edge 18', `${win10} ${webkit} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763`, 'Microsoft Edge 18'],
  ['360 安全浏览器 on 86', chrome('86.0.4240.198', ' QIHU 360SE'), '360', 'Chromium 86'],
  ['360 极速浏览器 on 108', chrome('108.0.5359.95', ' QIHU 360EE'), '360', 'Chromium 108'],
  [
    '360 in compatibility mode',
    'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0; QIHU 360SE) like Gecko',
    '360',
    'Internet Explorer 11',
  ],
  ['QQ', chrome('94.0.4606.71', ' Core/1.94.202.400 QQBrowser/11.9.5325.400'), 'QQ', 'Chromium 94'],
  ['搜狗', chrome('80.0.3987.87', ' SE 2.X MetaSr 1.0'), '搜狗', 'Chromium 80'],
  ['UC on a PC', chrome('55.0.2883.87', ' UBrowser/6.2.4098.3'), 'UC', 'Chromium 55'],
  [
    'UC on Android',
    `Mozilla/5.0 (Linux; U; Android 10; zh-CN; M2007J3SC) ${webkit} Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.6.1176 Mobile Safari/537.36`,
    'UC',
    'Chromium 78',
  ],
  [
    'a box on the wall that cannot',
    `Mozilla/5.0 (Linux; Android 7.1.2; rk3399 Build/NHG47K; wv) ${webkit} Version/4.0 Chrome/66.0.3359.158 Safari/537.36`,
    'Chrome 66',
  ],
  [
    'IE 11',
    'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET CLR 2.0.50727; rv:11.0) like Gecko',
    'Internet Explorer 11',
  ],
  [
    'IE 11 in compatibility view',
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; WOW64; Trident/7.0; SLCC2)',
    'Internet Explorer 11',
  ],
  ['IE 8', 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)', 'Internet Explorer 8'],
  ['IE 6', 'Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)', 'Internet Explorer 6'],
  ['Firefox 52 ESR', 'Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0', 'Firefox 52'],
  ['Firefox 102 ESR', 'Mozilla/5.0 (Windows NT 6.1; rv:102.0) Gecko/20100101 Firefox/102.0', 'Firefox 102'],
  ['Safari 13', apple('13.1.2'), 'Safari 13.1'],
  ['Safari 16.3', apple('16.3'), 'Safari 16.3'],
  ['Safari on an iPad', ipad('Version/15.6 Mobile/15E148 Safari/604.1'), 'Safari 15.6'],
];

const letIn: [string, string | undefined][] = [
  ['Chrome 109, the last of Windows 7', chrome('109.0.5414.120')],
  ['Chrome 120', `${win10} ${webkit} Chrome/120.0.0.0 Safari/537.36`],
  ['Edge 109', chrome('109.0.0.0', ' Edg/109.0.1518.140')],
  ['360 on 109', chrome('109.0.5414.120', ' QIHU 360SE')],
  ['QQ on 123', chrome('123.0.6312.124', ' Core/1.123.118.400 QQBrowser/19.5.6663.400')],
  ['Firefox 115 ESR', 'Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0'],
  ['Firefox 147', 'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0'],
  ['Safari 16.4', apple('16.4')],
  ['Safari 17.0', apple('17.0')],
  ['Safari 26', apple('26.1')],
  ['Chrome on an iPad, which says no version of Safari', ipad('CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1')],
  ['a view of WebKit in an app', ipad('Mobile/15E148')],
  ['HeadlessChrome 143', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/143.0.0.0 Safari/537.36`],
  ['HeadlessChrome 86', `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/86.0.4240.0 Safari/537.36`],
  [
    'a search engine',
    `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${webkit} Chrome/41.0.2272.96 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
  ],
  ['a monitor', `${win10} ${webkit} Chrome/90.0.4430.212 Safari/537.36 SiteMonitor/1.0`],
  [
    'WebKit on Linux',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15',
  ],
  ['HarmonyOS', `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${webkit} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile`],
  ['curl', 'curl/7.88.1'],
  ['a health probe', 'kube-probe/1.29'],
  ['something unknown', 'Xuemai-Box/2'],
  ['something empty', ''],
  ['something silent', undefined],
];

const ie11 = 'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko';
const visit = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  findOldVisitor({ method, headers: { 'user-agent': ie11, ...headers } }, path);

describe('a browser that is too old', () => {
  it.each(old)('is named: %s', (_, userAgent, name, engine) => {
    const found = findOldBrowser(userAgent);
    expect(found?.name).toContain(name);
    expect(found?.engine).toBe(engine);
  });

  it.each(letIn)('is not: %s', (_, userAgent) => {
    expect(findOldBrowser(userAgent)).toBeNull();
  });

  it('is measured by what the pages are built for', () => {
    const { browserslist } = JSON.parse(readFileSync('package.json', 'utf8')) as { browserslist: string[] };
    expect(browserslist).toEqual([
      `chrome ${needed.chromium}`,
      `edge ${needed.chromium}`,
      `firefox ${needed.firefox}`,
      `safari ${needed.safari.join('.')}`,
    ]);
  });

  it('is met where a page is asked for, and nowhere else', () => {
    for (const path of ['/', '/login', '/bag-receipts', '/wall/city', '/units/3100026018742']) {
      expect(visit(path)).not.toBeNull();
      expect(visit(path, {}, 'HEAD')).not.toBeNull();
      expect(visit(path, {}, 'POST')).toBeNull();
    }
    for (const path of [
      '/api/health/live',
      '/api/metrics',
      '/api/trpc/stock.cells',
      '/api/live/poll',
      '/_next/static/a',
    ])
      expect(visit(path)).toBeNull();
    expect(visit('/icon.svg')).toBeNull();
  });

  it('comes in once it has proven to be younger than it says', () => {
    expect(visit('/login', { cookie: `a=1; ${provenCookie}` })).toBeNull();
    expect(visit('/login', { cookie: `a=1; x${provenCookie}` })).not.toBeNull();
  });
});

describe('its page', () => {
  const browser = { name: 'Chrome 49', isCompatibilityMode: false };

  it('says which one it is and which are needed, in both languages', () => {
    const page = renderOldBrowserPage({ ...browser, name: '360', engine: 'Chromium 86' }, undefined);
    for (const words of ['360 (Chromium 86)', '109', '115 ESR', '16.4', '这个浏览器太旧', 'too old', '信息科'])
      expect(page).toContain(words);
  });

  it('uses nothing that Internet Explorer 8 cannot read', () => {
    const page = renderOldBrowserPage(browser, undefined);
    expect(page).not.toMatch(/flex|grid|var\(|rgba|calc\(|<(?:main|header|section|svg)\b|=>|\b(?:const|let)\b|`/);
    expect(page).not.toMatch(/src=|<link/);
  });

  it('names the way to the other engine only where there may be one', () => {
    expect(renderOldBrowserPage(browser, undefined)).not.toContain('<b>极速模式</b>');
    expect(renderOldBrowserPage({ ...browser, isCompatibilityMode: true }, undefined)).toContain('<b>极速模式</b>');
  });

  it('names where the house keeps an installer, as text', () => {
    expect(renderOldBrowserPage(browser, undefined)).not.toContain('<a ');
    const page = renderOldBrowserPage(browser, 'https://soft.example.cn/?a=1&b="><script>');
    expect(page).toContain('href="https://soft.example.cn/?a=1&#38;b=&#34;&#62;&#60;script&#62;"');
  });
});
