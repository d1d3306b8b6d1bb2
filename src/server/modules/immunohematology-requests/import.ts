import { z } from 'zod';
import { immunohematologyRequests } from '@/db/schema';
import type { Change } from '@/domain/change';
import { checkImmunoImport, immunoImport, type WrittenImmuno } from '@/domain/immunohematology-requests/import';
import { type ImmunoFields, registerImmunoInput } from '@/domain/immunohematology-requests/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, type Outcome, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { draftOf } from './compose';
import { type ImmunoPatient, loadLaboratories } from './load';
import { changeOf } from './present';

/** A file of requests: every line that it may not say. */
export const immunoImporter = defineImporter({
  definition: immunoImport,
  async check(scope, rows) {
    const written = rows.map(({ row }) => row as WrittenImmuno);
    const known = await loadKnown(scope, written);
    return asImportProblems(checkImmunoImport(written, new Set(known.keys())), rows);
  },
});

const { patientId: _, partyOrgId: __, isSubmitted: ___, ...shape } = registerImmunoInput.shape;
/** As it stands in a preview: read once already. */
const importedRow = z.object({ mrn: z.string().min(1), fields: z.object(shape) });

/** How many rows one statement takes: each is some forty parameters. */
const batch = 500;

/** Drafts of what a preview said, whole or not at all: somebody looks at each and submits it. No rule of a submission is passed by a file. */
export const importImmuno = defineCommand({
  name: 'immunohematology-requests.import',
  permission: 'immunohematology-requests.import',
  input: applyImportInput,
  async run(scope, input): Promise<Outcome<{ registered: number }>> {
    const preview = await takeImport(scope, immunoImport, input);
    const written = preview.rows.map(({ row }) => row as WrittenImmuno);
    const known = await loadKnown(scope, written);
    unwrap(decideBy(checkImmunoImport(written, new Set(known.keys())), () => null));
    const [laboratory] = await loadLaboratories(scope);
    if (!laboratory) throw refusal({ code: 'immunohematology.laboratory_missing' });
    const drafts = preview.rows.map(({ row }) => {
      const { mrn, fields } = importedRow.parse(row);
      const patient = known.get(mrn);
      if (!patient) throw new Error('a patient passed who is not there');
      const asked: ImmunoFields = { ...fields, partyOrgId: laboratory.id };
      return {
        ...draftOf(scope, patient, asked),
        state: 'draft' as const,
        orgId: scope.orgId,
        importId: input.importId,
        createdBy: actorName(scope),
        createdAt: scope.now,
      };
    });
    const changes: Change[] = [];
    for (let from = 0; from < drafts.length; from += batch) {
      const rows = await scope.db
        .insert(immunohematologyRequests)
        .values(drafts.slice(from, from + batch))
        .returning();
      changes.push(...rows.map((row) => changeOf('import', null, row, preview.fileName.slice(-200))));
    }
    const [first, ...rest] = changes;
    if (!first) throw refusal({ code: 'immunohematology.file_says_nothing' });
    return { result: { registered: changes.length }, changes: [first, ...rest] };
  },
});

async function loadKnown(
  { q, orgId }: Scope,
  rows: readonly { readonly mrn: string }[],
): Promise<Map<string, ImmunoPatient>> {
  const wanted = [...new Set(rows.map(({ mrn }) => mrn))];
  const found = await q<ImmunoPatient[]>`
    select id, mrn, name, sex, birth_date::text as "birthDate", abo, rhd, group_determinations as "groupDeterminations",
      known_antibodies(id, antibodies) as antibodies
    from patients where org_id = ${orgId} and state = 'active' and mrn = any(${wanted})`;
  return new Map(found.map((patient) => [patient.mrn, patient]));
}
