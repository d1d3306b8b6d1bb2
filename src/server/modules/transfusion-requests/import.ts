import { z } from 'zod';
import { transfusionRequests } from '@/db/schema';
import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import {
  checkRequestImport,
  groupLines,
  requestImport,
  type WrittenRequest,
} from '@/domain/transfusion-requests/import';
import { registerRequestInput, requestLine } from '@/domain/transfusion-requests/schema';
import { defineCommand, type Outcome, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import { tellProgress } from '../../kernel/progress';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { loadSettings, type RequestPatient } from './load';
import { linesOf } from './present';
import { changeOf } from './window';

/** A file of requests: every line that it may not say. */
export const requestImporter = defineImporter({
  definition: requestImport,
  async check(scope, rows) {
    const written = rows.map(({ row }) => row as WrittenRequest);
    const known = await loadKnown(scope, written);
    return asImportProblems(checkRequestImport(written, new Set(known.keys())), rows);
  },
});

const shape = registerRequestInput.shape;
/** As it stands in a preview: read once already. */
const importedRow = z.object({
  mrn: z.string().min(1),
  line: requestLine,
  fields: z.object({
    sickType: shape.sickType,
    department: shape.department,
    ward: shape.ward,
    bed: shape.bed,
    diagnosis: shape.diagnosis,
    bloodHistory: shape.bloodHistory,
    reactionHistory: shape.reactionHistory,
    gravida: shape.gravida,
    para: shape.para,
    isConsented: shape.isConsented,
    isAssessed: shape.isAssessed,
    assessment: shape.assessment,
    purpose: shape.purpose,
    indication: shape.indication,
    isEmergency: shape.isEmergency,
    plannedOn: shape.plannedOn,
  }),
});

/** How many rows one statement takes: each is some forty parameters. */
const batch = 500;

/** Drafts of what a preview said, whole or not at all: a physician looks at each and submits it. No rule of a submission is passed by a file. */
export const importRequests = defineCommand({
  name: 'transfusion-requests.import',
  permission: 'transfusion-requests.import',
  input: applyImportInput,
  async run(scope, input): Promise<Outcome<{ registered: number }>> {
    const preview = await takeImport(scope, requestImport, input);
    const rows = preview.rows.map(({ row }) => importedRow.parse(row));
    const known = await loadKnown(scope, rows);
    unwrap(decideBy(checkRequestImport(rows, new Set(known.keys())), () => null));
    const { countsAll } = await loadSettings(scope);
    const drafts = groupLines(rows).map(({ mrn, fields, lines }) => {
      const patient = known.get(mrn);
      if (!patient) throw new Error('a patient passed who is not there');
      return {
        ...fields,
        ...linesOf(lines, scope.now, countsAll),
        id: crypto.randomUUID(),
        orgId: scope.orgId,
        patientId: patient.id,
        patientLabel: `${patient.name} ${patient.mrn}`,
        abo: patient.abo,
        rhd: patient.rhd,
        groupDeterminations: patient.groupDeterminations,
        state: 'draft' as const,
        feeType: '',
        reactionText: '',
        allergy: '',
        transplant: '',
        nature: 'preparation' as const,
        arrangement: 'allogeneic' as const,
        route: '',
        dripRate: '',
        labs: [],
        applicantTitle: null,
        waitsFor: 'ward',
        round: 0,
        importId: input.importId,
        createdBy: actorName(scope),
        createdAt: scope.now,
        updatedAt: scope.now,
        sortedAt: scope.now,
      };
    });
    const changes: Change[] = [];
    for (let from = 0; from < drafts.length; from += batch) {
      await tellProgress(scope, input.importId, from, drafts.length);
      const written = await scope.db
        .insert(transfusionRequests)
        .values(drafts.slice(from, from + batch))
        .returning();
      changes.push(...written.map((row) => changeOf('import', null, row, preview.fileName.slice(-200))));
    }
    await tellProgress(scope, input.importId, drafts.length, drafts.length);
    const [first, ...rest] = changes;
    if (!first) throw refusal({ code: 'request.file_says_nothing' });
    return { result: { registered: changes.length }, changes: [first, ...rest] };
  },
});

async function loadKnown(
  { q, orgId }: Scope,
  rows: readonly { readonly mrn: string }[],
): Promise<Map<string, Pick<RequestPatient, 'id' | 'mrn' | 'name' | 'abo' | 'rhd' | 'groupDeterminations'>>> {
  const wanted = [...new Set(rows.map(({ mrn }) => mrn))];
  const found = await q<Pick<RequestPatient, 'id' | 'mrn' | 'name' | 'abo' | 'rhd' | 'groupDeterminations'>[]>`
    select id, mrn, name, abo, rhd, group_determinations as "groupDeterminations" from patients
    where org_id = ${orgId} and state = 'active' and mrn = any(${wanted})`;
  return new Map(found.map((patient) => [patient.mrn, patient]));
}
