// Repairs a dependency where its own release does not yet. Runs after `npm ci` and before every start; needs nothing installed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * postgres 3.4.9 when the server ends connections (porsager/postgres#1154, #1208 and more, tests/integration/db/client.test.ts):
 * - a write on a lost connection threw outside every promise and killed the process;
 * - a connection kept its half-sent bytes, its last query and its last error, so that it never flushed again, or failed the
 *   next query with the old error;
 * - `end()` waited for ever for a connection that was lost while it waited;
 * - after its connection was lost, the statements of a transaction still under way ran on whatever connection took its place,
 *   each committing by itself.
 */
const postgres = {
  name: 'postgres',
  version: '3.4.9',
  files: {
    'connection.js': [
      [
        `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
`,
        `    const pending = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return socket === null ? false : socket.write(pending, fn)
`,
      ],
      [
        `    if (terminated)
      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))
`,
        `    if (terminated)
      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))

    if (socket === null)
      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true
`,
      ],
      [
        `    clearImmediate(nextWriteTimer)
    if (socket) {
`,
        `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {
`,
      ],
      [
        `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)
`,
        `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)
`,
      ],
      [
        `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime = performance.now()
`,
        `    if (initial) {
      query = results = errorResponse = final = stream = null
      result = new Result()
      return reconnect()
    }

    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = final = stream = null
    result = new Result()
    closedTime = performance.now()
`,
      ],
      [
        `    onclose(connection, Errors.connection('CONNECTION_CLOSED', options, socket))
  }
`,
        `    const wasEnding = ended
    ending = ended = null
    onclose(connection, Errors.connection('CONNECTION_CLOSED', options, socket))
    wasEnding && wasEnding()
  }
`,
      ],
      ['        return fetchArrayTypes()\n', '        return fetchArrayTypes().catch(() => {})\n'],
    ],
    'index.js': [
      [
        `    let savepoints = 0
      , connection
      , prepare = null
`,
        `    let savepoints = 0
      , connection
      , lost = null
      , prepare = null
`,
      ],
      [
        `        new Promise((_, reject) => connection.onclose = reject)
`,
        `        new Promise((_, reject) => lost ? reject(lost) : connection.onlost = reject)
`,
      ],
      [
        `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full
`,
        `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)

        c.queue === full
`,
      ],
      [
        `      connection = c
      move(c, reserved)
`,
        `      connection = c
      c.onclose = e => {
        lost = e
        while (queries.length)
          queries.shift().reject(e)
        c.onlost && (c.onlost(e), c.onlost = null)
      }
      move(c, reserved)
`,
      ],
    ],
  },
};

const modules = new URL('../node_modules/', import.meta.url);

/** Applies what is missing; returns the names of packages changed. Throws when a package is not the one the repair was written for. */
export function patchPackages() {
  const changed = [];
  for (const { name, version, files } of [postgres]) {
    const manifest = new URL(`${name}/package.json`, modules);
    if (!existsSync(manifest)) continue;
    const found = JSON.parse(readFileSync(manifest, 'utf8')).version;
    if (found !== version) {
      throw new Error(
        `${name} ${found}: scripts/patch-packages.mjs repairs ${version}. Check whether it is still needed, then change the version there.`,
      );
    }
    for (const folder of ['src', 'cjs/src']) {
      for (const [file, edits] of Object.entries(files)) {
        const url = new URL(`${name}/${folder}/${file}`, modules);
        const before = readFileSync(url, 'utf8');
        let text = before;
        for (const [from, to] of edits) {
          if (text.includes(to)) continue;
          if (text.split(from).length !== 2)
            throw new Error(`${name}/${folder}/${file} is not the file this repair was written for.`);
          text = text.replace(from, () => to);
        }
        if (text === before) continue;
        writeFileSync(url, text);
        if (!changed.includes(name)) changed.push(name);
      }
    }
  }
  return changed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) patchPackages();
