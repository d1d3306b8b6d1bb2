import type { immunohematologyRequests } from '@/db/schema';
import type { Change } from '@/domain/change';
import type { TestResult } from '@/domain/immunohematology-requests/schema';
import { getMessages } from '@/i18n';
import { formatDateTime, formatFor } from '@/i18n/format';

export type ImmunoRow = typeof immunohematologyRequests.$inferSelect;

/** A request as every read and conflict shows it. What is being entered is the laboratory's own: its hospital reads what was reported. */
export function presentImmuno(row: ImmunoRow, reader: string) {
  const { importId: _, sortedAt: __, tubesDrawn: ___, applicantId: ____, ...view } = row;
  return reader === row.orgId ? { ...view, results: [], conclusion: '', advice: '' } : view;
}
export type ImmunoView = ReturnType<typeof presentImmuno>;

/** What the history compares: specimens and results in words. */
export function tellImmuno(row: ImmunoRow) {
  const {
    patientId: _,
    results,
    specimens,
    enteredById: __,
    tubes: ___,
    id: ____,
    ...view
  } = presentImmuno(row, row.partyOrgId);
  const words = getMessages('zh-CN')['immunohematology-requests'].options;
  const list = (texts: readonly string[]) => formatFor('zh-CN').list([...texts]);
  return {
    ...view,
    specimens: list(
      specimens.map(({ kind, collectedAt, tubeNo }) =>
        [words.specimenKind[kind], formatDateTime(new Date(collectedAt)), tubeNo ?? ''].join(' ').trim(),
      ),
    ),
    results: list(results.map((result) => tellResult(result, words))),
  };
}

type Words = ReturnType<typeof getMessages>['immunohematology-requests']['options'];

function tellResult({ test, outcome, abo, rhd, antigens, antibodies, igm, igg }: TestResult, words: Words): string {
  return [
    words.tests[test],
    outcome ? words.outcome[outcome] : '',
    abo ? words.abo[abo] : '',
    rhd ? words.rhd[rhd] : '',
    ...antigens.map(({ antigen, isPresent }) => `${antigen}${isPresent ? '+' : '-'}`),
    ...antibodies,
    igm ? `IgM ${igm}` : '',
    igg ? `IgG ${igg}` : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
}

export const answerOf = ({ id, no, state, version }: ImmunoRow) => ({ id, no, state, version });

/** Of a draft the laboratory hears nothing, and what a draft was is nobody's but its hospital's. */
export function changeOf(verb: string, was: ImmunoRow | null, saved: ImmunoRow, reason?: string): Change {
  return {
    module: 'immunohematology-requests',
    recordId: saved.id,
    action: `immunohematology-requests.${verb}`,
    version: saved.version,
    state: saved.state,
    orgId: saved.orgId,
    partyOrgId: saved.state === 'draft' ? null : saved.partyOrgId,
    before: was && was.state !== 'draft' ? tellImmuno(was) : null,
    after: tellImmuno(saved),
    ...(reason ? { reason } : {}),
  };
}
