// Documents must not name what is no longer there.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../prepare.mjs';
import { listFiles, readSource } from './sources.mjs';

const pathLike = /^\.?(?:src|tests|scripts|docs|drizzle|public|\.ci)\/[\w./()[\]@-]+$/;

export function findDeadPaths() {
  const commands = JSON.parse(readSource('package.json')).scripts;
  const found = [];
  for (const file of listFiles('.', /\.md$/)) {
    const lines = readSource(file).split('\n');
    lines.forEach((line, index) => {
      const report = (text) => found.push(`${file}:${index + 1}  ${text}`);
      for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
        const at = target?.split('#')[0];
        if (!at || /^[a-z]+:/i.test(at)) continue;
        if (!existsSync(path.join(root, path.dirname(file), decodeURIComponent(at))))
          report(`the link ${target} leads nowhere.`);
      }
      for (const [, code] of line.matchAll(/`([^`]+)`/g)) {
        const at = code?.replace(/:\d+$/, '') ?? '';
        if (pathLike.test(at) && !existsSync(path.join(root, at))) report(`${at} does not exist.`);
        const command = /^npm (?:run )?([\w:-]+)/.exec(code ?? '')?.[1];
        const isOurs = command && (code?.startsWith('npm run ') || ['start', 'test'].includes(command));
        if (isOurs && !commands[command]) report(`package.json has no script ${command}.`);
      }
    });
  }
  return found;
}
