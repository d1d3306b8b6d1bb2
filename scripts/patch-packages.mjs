// Repairs a dependency where its own release does not yet. Runs after `npm ci` and before every start; needs nothing installed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const mark = '/* xuemai: survives a lost connection */';

/**
 * postgres 3.4.9 (porsager/postgres#1154, #1208): a write on a connection whose server just ended throws outside every
 * promise and kills the process, and a connection torn down with a write pending never flushes again.
 * Here the query is rejected with CONNECTION_CLOSED instead, and the pending write is forgotten.
 */
const postgres = {
  name: 'postgres',
  version: '3.4.9',
  files: ['src/connection.js', 'cjs/src/connection.js'],
  edits: [
    [
      `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
`,
      `    ${mark}
    const pending = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket === null) {
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      query = null
      return false
    }
    return socket.write(pending, fn)
`,
      1,
    ],
    ['    clearImmediate(nextWriteTimer)\n', '    clearImmediate(nextWriteTimer), chunk = nextWriteTimer = null\n', 2],
  ],
};

const modules = new URL('../node_modules/', import.meta.url);

/** Applies what is missing; returns the names of packages changed. Throws when a package is not the one the repair was written for. */
export function patchPackages() {
  const changed = [];
  for (const { name, version, files, edits } of [postgres]) {
    const manifest = new URL(`${name}/package.json`, modules);
    if (!existsSync(manifest)) continue;
    const found = JSON.parse(readFileSync(manifest, 'utf8')).version;
    if (found !== version) {
      throw new Error(
        `${name} ${found}: scripts/patch-packages.mjs repairs ${version}. Check whether it is still needed, then change the version there.`,
      );
    }
    for (const file of files) {
      const url = new URL(`${name}/${file}`, modules);
      let text = readFileSync(url, 'utf8');
      if (text.includes(mark)) continue;
      for (const [from, to, times] of edits) {
        if (text.split(from).length - 1 !== times)
          throw new Error(`${name}/${file} is not the file this repair was written for.`);
        text = text.replaceAll(from, to);
      }
      writeFileSync(url, text);
      if (!changed.includes(name)) changed.push(name);
    }
  }
  return changed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) patchPackages();
