// Runs a tool written in TypeScript: node scripts/run.mjs <file.ts> [arguments]
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, ensureNode, root, runTypeScript } from './prepare.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file || !existsSync(path.join(root, file))) {
  console.error(`没有这个工具: ${file ?? ''}. There is no such tool; package.json lists them.`);
  process.exit(1);
}
ensureNode();
await ensureInstalled({ needsDev: file.startsWith('tests/') });
runTypeScript(file, args, { NODE_ENV: process.env.NODE_ENV ?? 'production' });
