import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * 用血审证 says who uses blood free of charge. Since 2021 it stands before nothing: no request, no order, no reservation and no issue may ask for one.
 * So nobody but its own module may name its tables, its functions or its code, whether by import or inside a statement.
 */
const names =
  /certificate_(reviews|attachments|attachment_chunks|review_history)|fee_reliefs|pending_review|donations_of|\bdonations\b(?=[\s\S]{0,40}donor_index)|certificateReviews|feeReliefs|certificate-reviews/i;

/** Places that carry every module alike, each with what it does with the name. */
const carriers: Readonly<Record<string, string>> = {
  'src/app/_server/desk.ts': 'counts what waits, for the menu',
  'src/app/_server/review-sheet.ts': 'prints a case',
  'src/app/_shell/find-in-lists.ts': 'finds a case by its number',
  'src/db/schema/index.ts': 'names the tables',
  'src/domain/live/affected.ts': 'refreshes a case when its share is given',
  'src/domain/modules.ts': 'names the module',
  'src/domain/permissions.ts': 'says who may do what with a case',
  'src/domain/view-as.ts': 'says that whoever may not read a case does not look as who may',
  'src/i18n/index.ts': 'has its words',
  'src/server/attachment-endpoint.ts': 'takes and gives its papers',
  'src/server/exporters.ts': 'gives the list away',
  'src/server/http/body-limits.ts': 'lets its papers in',
  'src/server/importers.ts': 'takes the register of donations',
  'src/server/router.ts': 'mounts its procedures',
  // The office gives a share out of an approved case. What the share adds to a plan is read without asking where it came from.
  'drizzle/0031_blood_use_plans.sql': 'a share knows the case it came from',
  'src/app/(desk)/donor-plans/_parts/allocate-page.tsx': 'leads back to the case',
  'src/server/modules/donor-plans/allocate.ts': 'gives a share out of an approved case',
  'src/server/modules/donor-plans/get.ts': 'names the case, and proposes its share',
};

const ownPlaces = [
  /^src\/domain\/certificate-reviews\//,
  /^src\/server\/modules\/certificate-reviews\//,
  /^src\/db\/schema\/certificate-reviews\.ts$/,
  /^src\/i18n\/(zh|en)\/(certificate-reviews|modules)\.ts$/,
  /^src\/app\/\((desk|print)\)\/certificate-reviews\//,
  /^src\/app\/api\/certificate-attachments\//,
  /^src\/server\/demo\//,
  /^drizzle\/\d{4}_certificate_reviews\.sql$/,
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(file);
    return /\.(ts|tsx|sql|mjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** Files that name a review, its papers, its reliefs or its register, and have no business to. */
function strangersIn(files: readonly { readonly file: string; readonly text: string }[]): string[] {
  return files
    .filter(({ file }) => !(file in carriers) && !ownPlaces.some((place) => place.test(file)))
    .filter(({ text }) => names.test(text))
    .map(({ file }) => file);
}

const files = ['src', 'drizzle'].flatMap(filesBelow).map((file) => ({ file, text: readFileSync(file, 'utf8') }));

describe('a certificate review stands before nothing', () => {
  it('is read by nobody but its own module, and by what carries every module', () => {
    expect(files.length).toBeGreaterThan(900);
    expect(strangersIn(files)).toEqual([]);
  });

  it('would be found in a guard, by import and by statement', () => {
    const guard = 'src/server/modules/clinical-issues/load.ts';
    const planted = [
      "const [review] = await q`select 1 from certificate_reviews where state = 'approved'`;",
      "import { certificateReviews } from '@/db/schema';",
      "import { isApproved } from '@/domain/certificate-reviews/lifecycle';",
      'await q`select * from donations_of($1)`;',
      'await q`select 1 from fee_reliefs`;',
      'await q`select 1 from donations d where d.donor_index = $1`;',
    ];
    for (const text of planted) expect([text, strangersIn([{ file: guard, text }])]).toEqual([text, [guard]]);
    expect(strangersIn([{ file: guard, text: 'select donation_no from blood_units' }])).toEqual([]);
  });

  it('has carriers that exist and carry it', () => {
    const known = new Map(files.map(({ file, text }) => [file, text]));
    expect(Object.keys(carriers).filter((file) => !names.test(known.get(file) ?? ''))).toEqual([]);
  });

  it('hangs no trigger on a table of requests, orders, issues or bags', () => {
    const own = files.find(({ file }) => ownPlaces.at(-1)?.test(file));
    const triggered = [...(own?.text ?? '').matchAll(/create (?:constraint )?trigger \w+ \w+ [a-z ,]+ on (\w+)/g)].map(
      ([, table]) => table,
    );
    expect(triggered.length).toBeGreaterThan(1);
    expect(triggered.filter((table) => !/^(certificate_|fee_reliefs|donations)/.test(table ?? ''))).toEqual([]);
  });
});
