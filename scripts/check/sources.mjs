// The project's own files, as the checks read them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../prepare.mjs';

/** Paths below a folder (or the file itself), relative to the root, with forward slashes. */
export function listFiles(at, pattern) {
  const full = path.join(root, at);
  if (!existsSync(full)) return [];
  const found = [];
  for (const entry of readdirSync(full, { withFileTypes: true })) {
    const child = at === '.' ? entry.name : `${at}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!/^(node_modules|\.git|\.next|\.data|test-results|playwright-report)$/.test(entry.name))
        found.push(...listFiles(child, pattern));
    } else if (pattern.test(entry.name)) found.push(child);
  }
  return found.sort();
}

export const readSource = (file) => readFileSync(path.join(root, file), 'utf8');

/** Lines without comments (a sentence about Date.now() is not a use of it); numbers stay. */
export function codeLines(file) {
  let isInComment = false;
  const lineComment = file.endsWith('.sql') ? '--' : '//';
  return readSource(file)
    .split('\n')
    .map((line, index) => {
      let code = line;
      if (isInComment) {
        const end = code.indexOf('*/');
        if (end < 0) return { number: index + 1, code: '' };
        code = code.slice(end + 2);
        isInComment = false;
      }
      code = code.replace(/\/\*.*?\*\//g, '');
      const start = code.search(/(^|\s)\/\*/);
      if (start >= 0) {
        isInComment = true;
        code = code.slice(0, start);
      }
      const comment = code.search(new RegExp(`(^|\\s)${lineComment}(\\s|$)`));
      return { number: index + 1, code: comment >= 0 ? code.slice(0, comment) : code };
    });
}
