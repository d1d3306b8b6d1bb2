// What Chromium 109 cannot paint must not be in what the browser gets, unless a fallback stands before it.
import { listFiles, readSource } from './sources.mjs';

const folder = '.next/static';

/** Drops every `@supports …{…}` block: a browser that does not know the function skips it. */
function withoutSupports(css) {
  let rest = css;
  for (let start = rest.indexOf('@supports'); start >= 0; start = rest.indexOf('@supports', start)) {
    let at = rest.indexOf('{', start);
    if (at < 0) break;
    let depth = 1;
    while (depth > 0 && ++at < rest.length) depth += rest[at] === '{' ? 1 : rest[at] === '}' ? -1 : 0;
    rest = rest.slice(0, start) + rest.slice(at + 1);
  }
  return rest;
}

export function findBrokenColours() {
  const found = [];
  for (const file of listFiles(folder, /\.(css|js)$/)) {
    const text = file.endsWith('.css') ? withoutSupports(readSource(file)) : readSource(file);
    // In a script only a use as a colour counts: a library may name the function in a parser.
    const pattern = file.endsWith('.css')
      ? /\b(oklch|oklab|color-mix|lab|lch)\(/
      : /["'`](oklch|oklab|color-mix)\(\s*[\d.]/;
    const hit = pattern.exec(text);
    if (hit)
      found.push(
        `${file}: ${hit[1]}() reaches the browser; Chromium 109 paints nothing for it. … ${text.slice(Math.max(0, hit.index - 60), hit.index + 40)} …`,
      );
  }
  return found;
}
