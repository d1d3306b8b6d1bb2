import path from 'node:path';
import { z } from 'zod';

const flag = z.enum(['0', '1', 'true', 'false', '']).transform((text) => text === '1' || text === 'true');
const databaseUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/);

/** Every setting: what it may be, and the sentence said when it is something else. */
const settings = {
  HOST: {
    rule: z.string().regex(/^[A-Za-z0-9.:_-]+$/),
    says: '监听地址, 如 127.0.0.1 或 0.0.0.0. An address to listen on.',
  },
  PORT: {
    rule: z.coerce.number().int().min(0).max(65_535),
    says: '0–65535 的整数 (0 = 任一空闲端口). A whole number; 0 takes a free port.',
  },
  DATABASE_URL: {
    rule: databaseUrl,
    says: 'postgres://用户:密码@主机:端口/库, 应用账号. The application login; `npm run db:setup` prints it.',
  },
  DATABASE_MIGRATION_URL: {
    rule: databaseUrl,
    says: 'postgres://用户:密码@主机:端口/库, 所有者账号. The owner login; `npm run db:setup` prints it.',
  },
  DATABASE_AUTH_URL: {
    rule: databaseUrl,
    says: 'postgres://用户:密码@主机:端口/库, 登录模块账号. The sign-in login; `npm run db:setup` prints it.',
  },
  PRACTICE_DATABASE_URL: {
    rule: databaseUrl,
    says: '练习单位的库, 应用账号. The database for practising, application login; `npm run db:setup` prints it.',
  },
  PRACTICE_DATABASE_MIGRATION_URL: {
    rule: databaseUrl,
    says: '练习单位的库, 所有者账号. The database for practising, owner login; `npm run db:setup` prints it.',
  },
  PRACTICE_DATABASE_AUTH_URL: {
    rule: databaseUrl,
    says: '练习单位的库, 登录模块账号. The database for practising, sign-in login; `npm run db:setup` prints it.',
  },
  ALLOW_INSECURE_HTTP: { rule: flag, says: '1 或 0. 1 or 0.' },
  DEMO_PULSE: { rule: flag, says: '0 让演示城市静止. 0 keeps the demo city still.' },
  XUEMAI_DATA_DIR: { rule: z.string().min(1), says: '文件夹路径. A folder.' },
  AUTH_SECRET: { rule: z.string().min(32), says: '至少 32 个字符. At least 32 characters: `openssl rand -base64 48`.' },
  METRICS_TOKEN: { rule: z.string().min(16), says: '至少 16 个字符. At least 16 characters.' },
  LOG_LEVEL: {
    rule: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    says: 'trace, debug, info, warn, error, fatal, silent 之一. One of these.',
  },
  PUBLIC_URL: {
    rule: z.string().regex(/^https?:\/\/[^/\s]+$/),
    says: '浏览器使用的地址, 如 https://xuemai.example.cn, 末尾无斜线. The address browsers use, without a trailing slash.',
  },
  BROWSER_HELP_URL: {
    rule: z.string().regex(/^https?:\/\/\S+$/),
    says: '从哪里安装新浏览器, http(s)://…. Where a newer browser is to be had.',
  },
} as const;

/** How a database is reached; without the owner's login it is checked and not migrated. */
export interface DatabaseUrls {
  readonly appUrl: string;
  readonly authUrl: string;
  readonly ownerUrl: string | undefined;
}

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])$/;

export interface Env {
  readonly isDev: boolean;
  readonly host: string;
  readonly port: number;
  readonly isLoopback: boolean;
  /** Plain http beyond loopback: screens say 连接未加密. */
  readonly isInsecure: boolean;
  /** The demo city goes on living by itself. */
  readonly hasDemoPulse: boolean;
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly database: DatabaseUrls | undefined;
  /** The database of the city for practising; undefined: that of the embedded PostgreSQL, and beside an external one none. */
  readonly practice: DatabaseUrls | undefined;
  readonly authSecret: string | undefined;
  readonly metricsToken: string | undefined;
  readonly logLevel: z.output<typeof settings.LOG_LEVEL.rule>;
  readonly publicUrl: string | undefined;
  /** Where a house keeps the installer of a browser that is young enough; named on the page that an old one is shown. */
  readonly browserHelpUrl: string | undefined;
}

export class BadSettings extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

type Values = { [Name in keyof typeof settings]?: z.output<(typeof settings)[Name]['rule']> };

/** Parses all settings at once; throws BadSettings with one sentence for each wrong one. */
export function parseEnv(source: Record<string, string | undefined>, flags: { isDev: boolean }): Env {
  const problems: string[] = [];
  const values: Values = {};
  for (const [name, { rule, says }] of Object.entries(settings)) {
    const given = source[name];
    if (given === undefined || given === '') continue;
    const parsed = rule.safeParse(given);
    if (parsed.success) Object.assign(values, { [name]: parsed.data });
    // A URL or secret is not repeated: it would land in a log.
    else problems.push(`${name}${/URL|SECRET|TOKEN/.test(name) ? '' : `="${given}"`}: ${says}`);
  }
  const host = values.HOST ?? '127.0.0.1';
  const isLoopback = loopback.test(host);
  const isEncrypted = values.PUBLIC_URL?.startsWith('https://') ?? false;
  if (!isLoopback && !isEncrypted && !values.ALLOW_INSECURE_HTTP && !problems.length) {
    problems.push(
      `HOST=${host}: 明文 http 不对本机以外开放. 在前面放 https 代理并设置 PUBLIC_URL=https://…, 或设置 ALLOW_INSECURE_HTTP=1 (仅限内部试用). ` +
        `Plain http is not served beyond this machine: put an https proxy in front and set PUBLIC_URL=https://…, or set ALLOW_INSECURE_HTTP=1 for a trial on a trusted network.`,
    );
  }
  if (values.DATABASE_URL && !values.DATABASE_AUTH_URL) {
    problems.push(`DATABASE_AUTH_URL: 缺少. ${settings.DATABASE_AUTH_URL.says}`);
  }
  if (values.DATABASE_URL && !values.AUTH_SECRET) problems.push(`AUTH_SECRET: 缺少. ${settings.AUTH_SECRET.says}`);
  if (!values.DATABASE_URL && (values.DATABASE_MIGRATION_URL || values.DATABASE_AUTH_URL)) {
    problems.push(`DATABASE_URL: 缺少. ${settings.DATABASE_URL.says}`);
  }
  problems.push(...practiceProblems(values));
  if (problems.length) throw new BadSettings(problems);
  return Object.freeze({
    isDev: flags.isDev,
    host,
    port: values.PORT ?? 3000,
    isLoopback,
    isInsecure: !isLoopback && !isEncrypted,
    hasDemoPulse: values.DEMO_PULSE ?? true,
    dataDir: path.resolve(values.XUEMAI_DATA_DIR ?? '.data'),
    database:
      values.DATABASE_URL && values.DATABASE_AUTH_URL
        ? { appUrl: values.DATABASE_URL, authUrl: values.DATABASE_AUTH_URL, ownerUrl: values.DATABASE_MIGRATION_URL }
        : undefined,
    practice:
      values.PRACTICE_DATABASE_URL && values.PRACTICE_DATABASE_AUTH_URL
        ? {
            appUrl: values.PRACTICE_DATABASE_URL,
            authUrl: values.PRACTICE_DATABASE_AUTH_URL,
            ownerUrl: values.PRACTICE_DATABASE_MIGRATION_URL,
          }
        : undefined,
    authSecret: values.AUTH_SECRET,
    metricsToken: values.METRICS_TOKEN,
    logLevel: values.LOG_LEVEL ?? (flags.isDev ? 'info' : 'warn'),
    publicUrl: values.PUBLIC_URL,
    browserHelpUrl: values.BROWSER_HELP_URL,
  });
}

/** All of them or none, beside an external city, and never the city's own database. */
function practiceProblems(values: Values): string[] {
  const {
    PRACTICE_DATABASE_URL: app,
    PRACTICE_DATABASE_AUTH_URL: auth,
    PRACTICE_DATABASE_MIGRATION_URL: owner,
  } = values;
  if (!app && !auth && !owner) return [];
  const problems: string[] = [];
  if (!app) problems.push(`PRACTICE_DATABASE_URL: 缺少. ${settings.PRACTICE_DATABASE_URL.says}`);
  if (!auth) problems.push(`PRACTICE_DATABASE_AUTH_URL: 缺少. ${settings.PRACTICE_DATABASE_AUTH_URL.says}`);
  if (!values.DATABASE_URL)
    problems.push(
      'PRACTICE_DATABASE_URL: 只与 DATABASE_URL 一起用, 内置数据库自带练习单位. Goes with DATABASE_URL alone: the embedded database brings a city for practising by itself.',
    );
  else
    for (const [name, url] of Object.entries({
      PRACTICE_DATABASE_URL: app,
      PRACTICE_DATABASE_AUTH_URL: auth,
      PRACTICE_DATABASE_MIGRATION_URL: owner,
    }))
      if (url && isSameDatabase(url, values.DATABASE_URL))
        problems.push(
          `${name}: 与 DATABASE_URL 是同一个库, 练习单位须有自己的库. It names the database of DATABASE_URL: the city for practising has one of its own.`,
        );
  return problems;
}

function isSameDatabase(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.host === b.host && a.pathname === b.pathname && a.search === b.search;
}

/** The process's settings; a wrong one is said and ends it. */
export function readEnv(argv: readonly string[] = process.argv): Env {
  try {
    return parseEnv(process.env, { isDev: argv.includes('--dev') });
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    console.error(`设置有误. These settings are wrong:\n${error.lines.map((line) => `  ${line}`).join('\n')}`);
    process.exit(1);
  }
}
