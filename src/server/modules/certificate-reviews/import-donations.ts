import { z } from 'zod';
import { checkDonations, donationImport, type WrittenDonation } from '@/domain/certificate-reviews/donations';
import { identityTypes } from '@/domain/certificate-reviews/profiles';
import { day } from '@/domain/instant';
import { decideBy } from '@/domain/result';
import { readToday } from '../../kernel/calendar';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { donorIndex } from './compose';

/** A file of donations: every line that it may not say. Who gave is read, and kept by nobody but as an index. */
export const donationImporter = defineImporter({
  definition: donationImport,
  async check(scope, rows) {
    const today = await readToday(scope);
    return asImportProblems(
      checkDonations(
        rows.map(({ row }) => row),
        today,
      ),
      rows,
    );
  },
});

/** As it stands in a preview: read once already. */
const importedDonation = z.object({
  identityType: z.enum(identityTypes),
  identityNo: z.string().min(1),
  donatedOn: day,
  volumeMl: z.int(),
  certificateNo: z.string(),
});

/**
 * Brings in what a preview said, whole or not at all. A donation that this house brought in before is corrected where it differs; one that another
 * house brought in stands as that house has it. A file that changes nothing is refused.
 */
export const importDonations = defineCommand({
  name: 'certificate-reviews.import-donations',
  permission: 'certificate-reviews.import',
  input: applyImportInput,
  async run(scope, input) {
    const preview = await takeImport(scope, donationImport, input);
    const lines = preview.rows.map(({ row }) => importedDonation.parse(row));
    unwrap(decideBy(checkDonations(lines, await readToday(scope)), () => null));
    const rows = scope.q.json(lines.map(asRow) as never);
    const modified = await modify(scope, rows, input.importId);
    const registered = await register(scope, rows, input.importId);
    if (modified + registered === 0) throw refusal({ code: 'review.file_says_nothing' });
    const counts = { registered, modified, unchanged: lines.length - registered - modified };
    return done(counts, {
      module: 'certificate-reviews',
      recordId: input.importId,
      action: 'certificate-reviews.import-donations',
      version: 1,
      state: 'imported',
      orgId: scope.orgId,
      before: null,
      after: counts,
      reason: preview.fileName.slice(-200),
    });
  },
});

function asRow({ identityType, identityNo, donatedOn, volumeMl, certificateNo }: WrittenDonation) {
  return { donor: donorIndex(identityType, identityNo).toString('hex'), donatedOn, volumeMl, certificateNo };
}

async function modify({ q, orgId }: Scope, rows: ReturnType<Scope['q']['json']>, importId: string): Promise<number> {
  const { count } = await q`
    update donations d set volume_ml = l."volumeMl", certificate_no = l."certificateNo", import_id = ${importId}
    from jsonb_to_recordset(${rows}) as l(donor text, "donatedOn" date, "volumeMl" int, "certificateNo" text)
    where d.org_id = ${orgId} and d.donor_index = decode(l.donor, 'hex') and d.donated_on = l."donatedOn"
      and (d.volume_ml, d.certificate_no) is distinct from (l."volumeMl", l."certificateNo")`;
  return count;
}

async function register({ q, orgId }: Scope, rows: ReturnType<Scope['q']['json']>, importId: string): Promise<number> {
  const { count } = await q`
    insert into donations (org_id, donor_index, donated_on, volume_ml, certificate_no, import_id)
    select ${orgId}, decode(l.donor, 'hex'), l."donatedOn", l."volumeMl", l."certificateNo", ${importId}
    from jsonb_to_recordset(${rows}) as l(donor text, "donatedOn" date, "volumeMl" int, "certificateNo" text)
    order by l.donor, l."donatedOn"
    on conflict do nothing`;
  return count;
}
