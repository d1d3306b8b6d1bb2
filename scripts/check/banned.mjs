// Words that must not stand in our code, each with the reason and the way out.
import { codeLines, listFiles } from './sources.mjs';

const bans = [
  {
    name: 'Clock',
    files: () => [...listFiles('src', /\.tsx?$/), ...listFiles('drizzle', /\.sql$/)],
    // The clocks themselves, what runs before there is a database to ask, and the demo city, whose past is lived by a shifted clock.
    allowed:
      /^src\/server\/kernel\/clock\.ts$|^src\/app\/_client\/browser-clock\.ts$|^src\/db\/(embedded|migrate)|^src\/server\/demo\/prepare\.ts$|\.test\.tsx?$/,
    rules: [
      [/\bDate\.now\(/, 'Date.now()'],
      [/\bnew Date\(\s*\)/, 'new Date()'],
      [/(?<![\w.])now\(\)/i, 'SQL now()', /clock_offset/],
      [/(?<![\w.'"-])current_(timestamp|date|time)(?![\w'"-])/i, 'SQL current_timestamp', /clock_offset/],
    ],
    wayOut: 'the city clock: city_now() in SQL, scope.now on the server, useCityNow() in the browser',
  },
  {
    name: 'Environment',
    files: () => listFiles('src', /\.tsx?$/),
    allowed: /^src\/server\/(env|main)\.ts$|^src\/db\/embedded|\.test\.tsx?$/,
    rules: [[/\bprocess\.env\b(?!\.NODE_ENV)/, 'process.env']],
    wayOut: 'settings are parsed once, in src/server/env.ts',
  },
  {
    name: 'Colour functions',
    files: () => listFiles('src', /\.(tsx?|css)$/),
    allowed: /$^/,
    rules: [
      [/\bokl(ch|ab)\(/i, 'oklch()'],
      [/\bcolor-mix\(/i, 'color-mix()'],
      [/\bbg-gradient-to-/, 'bg-gradient-to-*'],
    ],
    wayOut: 'Chromium 109 paints nothing for it: a hex token of src/app/tokens.css',
  },
  {
    name: 'Colour literals',
    files: () => listFiles('src', /\.tsx$/),
    allowed: /\.test\.tsx?$/,
    rules: [
      [/#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?![-\w])/i, 'hex colour', /theme-?color|href=|url\(/i],
      [/\b(?:rgb|hsl)a?\(/i, 'rgb() or hsl()'],
    ],
    wayOut: 'a token of src/app/tokens.css by its Tailwind class',
  },
  {
    name: 'Chinese punctuation',
    files: () => listFiles('src', /\.tsx?$/),
    // Where words are written, they may carry their own; the gallery and the demo city speak Chinese alone.
    allowed: /^src\/(i18n|domain|server\/demo|app\/gallery)\/|\.test\.tsx?$/,
    rules: [
      [/(['"`])[、，]\s*\1/, 'a list or a sentence joined by 、 or ，'],
      [/\}[、，：；・]|[、，：；・]\$?\{/, 'values joined by Chinese punctuation'],
    ],
    wayOut:
      'format.list() or format.clauses() of useFormat(), or a message with places: on an English page it is foreign',
  },
];

/** Lines that break a ban, as sentences. */
export function findBanned() {
  const found = [];
  for (const { name, files, allowed, rules, wayOut } of bans) {
    for (const file of files()) {
      if (allowed.test(file)) continue;
      for (const { number, code } of codeLines(file)) {
        for (const [pattern, label, unless] of rules) {
          if (pattern.test(code) && !unless?.test(code))
            found.push(`${file}:${number}  ${name}: ${label}. Use ${wayOut}.`);
        }
      }
    }
  }
  return found;
}
