import { needed, type OldBrowser, provenCookie } from './old-browser';

/** As text: what a browser says of itself comes from outside, an address from a setting. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * Some browsers give a wrong version, by a setting of the house or to please a site. Each of the three is the youngest that Chromium 109,
 * Firefox 113 and Safari 16.4 brought; who has all of them says so by a cookie and comes in. In ES3, and silent where it fails.
 */
const probe = `(function () {
  try {
    if (document.cookie.indexOf('${provenCookie}') >= 0) return;
    if (!window.MathMLElement || !window.CompressionStream || !CSS.supports('container-type', 'inline-size')) return;
    document.cookie = '${provenCookie}; path=/; max-age=86400; SameSite=Lax';
    if (document.cookie.indexOf('${provenCookie}') >= 0) location.reload();
  } catch (e) {}
})();`;

const version = (parts: readonly number[]) => parts.join('.');

const cell = 'border:1px solid #888888;padding:6px 12px;text-align:left;vertical-align:top';
const heading = 'font-size:16px;line-height:24px;margin:28px 0 8px 0';

function rows(): string {
  const browsers = [
    ['Chrome', `${needed.chromium}`, 'Windows 7, 8.1, 10, 11'],
    ['Microsoft Edge', `${needed.chromium}`, 'Windows 7, 8.1, 10, 11'],
    [
      '360、QQ、搜狗 360, QQ, Sogou',
      `极速模式，内核 ${needed.chromium} speed mode, engine ${needed.chromium}`,
      'Windows 7, 8.1, 10, 11',
    ],
    ['Firefox', `${needed.firefox} ESR`, 'Windows 7, 8.1, 10, 11'],
    ['Safari', version(needed.safari), 'macOS, iPadOS'],
  ];
  return browsers.map((row) => `<tr>${row.map((text) => `<td style="${cell}">${text}</td>`).join('')}</tr>`).join('\n');
}

/** What an old browser is shown instead of a page it would break: HTML 4, no modern style, both languages, nothing else to load. */
export function renderOldBrowserPage(browser: OldBrowser, helpUrl: string | undefined): string {
  const name = escapeHtml(browser.engine ? `${browser.name} (${browser.engine})` : browser.name);
  const link = helpUrl ? `<a href="${escapeHtml(helpUrl)}">${escapeHtml(helpUrl)}</a>` : '';
  const steps = [
    ...(browser.isCompatibilityMode
      ? [
          [
            '360、QQ、搜狗等双核浏览器：点地址栏右端的图标，从兼容模式切换到<b>极速模式</b>。Edge 的 IE 模式：退出 IE 模式。',
            '360, QQ, Sogou: the icon at the right end of the address bar switches from compatibility to speed mode (极速模式). Edge in IE mode: leave IE mode.',
          ],
        ]
      : []),
    [
      '这台电脑上有表中的浏览器，就用它打开同一个地址。',
      'If this computer has a browser of the table, open the same address with it.',
    ],
    ...(link ? [[`没有的，从这里安装。<br>${link}`, 'If not, install one from this address.']] : []),
    [
      '装不了，请医院信息科安装。Windows 7 能装的最后一个 Chrome 是 109，不用换电脑。',
      'If you may not install, ask the IT department. The last Chrome for Windows 7 is 109; the computer can stay.',
    ],
    [
      '急用血，换一台能打开的电脑；都打不开，按本院停机流程办理。',
      'If blood is needed now, use another computer; if none opens it, follow the downtime procedure.',
    ],
  ];
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<title>浏览器太旧 Browser too old · 血脉 Xuemai</title>
<script type="text/javascript">
${probe}
</script>
</head>
<body style="margin:0;padding:0;background:#ffffff;color:#15242a;font-family:'Microsoft YaHei',SimSun,sans-serif;font-size:14px;line-height:22px">
<div style="background:#15262b;color:#ffffff;padding:12px 32px;font-size:16px;font-weight:bold">血脉 Xuemai</div>
<div style="width:720px;max-width:100%;padding:24px 32px 48px 32px">
<h1 style="font-size:24px;line-height:32px;margin:0 0 4px 0">这个浏览器太旧，打不开血脉</h1>
<p lang="en" style="margin:0 0 16px 0;color:#4a5a60">This browser is too old for Xuemai.</p>
<p style="margin:0;padding:10px 14px;border:2px solid #15242a">现在用的是 <span lang="en">You are using</span>：<b>${name}</b></p>
<h2 style="${heading}">需要的浏览器 <span lang="en">What is needed</span></h2>
<table cellspacing="0" cellpadding="0" style="border-collapse:collapse;font-size:14px;line-height:22px">
<tr><th style="${cell}">浏览器 Browser</th><th style="${cell}">版本，或更新 Version, or newer</th><th style="${cell}">系统 System</th></tr>
${rows()}
</table>
<h2 style="${heading}">怎么办 <span lang="en">What to do</span></h2>
<ol style="margin:0;padding:0 0 0 24px">
${steps.map(([zh, en]) => `<li style="margin:0 0 8px 0">${zh}<br><span lang="en" style="color:#4a5a60">${en}</span></li>`).join('\n')}
</ol>
</div>
</body>
</html>
`;
}
