'use client';
import { useCallback, useMemo, useState } from 'react';
import { type CheckedContent, findFallenChecks, type IssueCheck, issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfApproval, coversOfIssue } from '@/domain/clinical-issues/covers';
import type { CrossmatchInput } from '@/domain/clinical-issues/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { type DraftLine, dropFallen, type IssueDraft, restoreChecks, type StandingChecks } from './issue-draft';
import type { ChosenBag, FoundPatient, OfferedBag, OpenRequest } from './issue-types';
import type { OpenedDraft } from './use-issue-draft';

export interface PlaceFields {
  readonly requestNo: string;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
}

export interface AntibodyScreen {
  readonly result: 'negative' | 'positive';
  readonly screenedBy: string;
  readonly screenedAt: Date;
}

export type Statement = 'known_anti_d_haemolysis_risk' | 'known_antibody_haemolysis_risk';

/** What is ticked, and what the ticks speak of: the one does not change without the other. */
interface Entered extends StandingChecks {
  readonly place: PlaceFields;
  readonly lines: readonly ChosenBag[];
}

const emptyPlace: PlaceFields = { requestNo: '', department: '', ward: '', bed: '' };

/** One issue in the making: what was entered, what is still missing, and the digests its signatures must fit. */
export function useIssueForm(patient: FoundPatient, opened: OpenedDraft | null) {
  const entry = opened?.entry;
  const [{ place, lines, checks, fallen }, setEntered] = useState(() => beginEntry(opened));
  const [dutyMode, setDutyMode] = useState<'two_person' | 'single'>(entry?.dutyMode ?? 'two_person');
  /** Of the draft, not on the list because nobody could ask about their bags; what was entered for them is not lost. */
  const [unchecked, setUnchecked] = useState<readonly DraftLine[]>(opened?.restored.unchecked ?? []);
  const [screen, setScreen] = useState<AntibodyScreen | null>(entry?.screen ?? null);
  const [named, setNamed] = useState(entry?.request ?? null);
  const [overRequestReason, setOverRequestReason] = useState(entry?.overRequestReason ?? '');
  const [reason, setReason] = useState(entry?.reason ?? '');
  /** Another number is no longer that of the request that was chosen. */
  const requestId = named && named.no === place.requestNo.trim() ? named.id : null;
  const [statements, setStatements] = useState<readonly Statement[]>(entry?.statements ?? []);

  const unitIds = useMemo(() => lines.map(({ bag }) => bag.unitId), [lines]);
  const overridden = useMemo(() => lines.filter(({ bag }) => bag.verdict.override), [lines]);
  const covers = useMemo(
    () =>
      digestOfCovers(
        coversOfIssue({
          patientId: patient.id,
          ...place,
          requestId,
          overRequestReason,
          dutyMode,
          checks,
          lines: lines.map(({ bag, appearance, crossmatch }) => ({ unitId: bag.unitId, appearance, crossmatch })),
          antibodyScreen: screen,
        }),
      ),
    [patient.id, place, requestId, overRequestReason, dutyMode, checks, lines, screen],
  );
  const approvalCovers = useMemo(
    () => digestOfCovers(coversOfApproval({ patientId: patient.id, unitIds, reason })),
    [patient.id, unitIds, reason],
  );

  const edit = useCallback(
    (change: (before: Entered) => Partial<Pick<Entered, 'place' | 'lines'>>) =>
      setEntered((before) => {
        const after = { ...before, ...change(before) };
        return { ...after, ...dropFallen(before, findFallenChecks(contentOf(before), contentOf(after))) };
      }),
    [],
  );
  const setPlace = useCallback((next: PlaceFields) => edit(() => ({ place: next })), [edit]);
  const chooseRequest = useCallback(
    (request: OpenRequest | null) => {
      setNamed(request ? { id: request.id, no: request.no } : null);
      edit(({ place: before }) => ({
        place: request
          ? {
              requestNo: request.no,
              department: before.department || request.department,
              ward: before.ward || request.ward,
              bed: before.bed || request.bed,
            }
          : { ...before, requestNo: '' },
      }));
    },
    [edit],
  );
  const add = useCallback(
    (bag: OfferedBag, how: 'scan' | 'hand') => {
      const drafted = unchecked.find((line) => line.unitId === bag.unitId);
      const line: ChosenBag = {
        bag,
        entry: how,
        appearance: drafted?.appearance ?? 'normal',
        ...(drafted?.crossmatch ? { crossmatch: drafted.crossmatch } : {}),
      };
      edit(({ lines: before }) =>
        before.some((other) => other.bag.unitId === bag.unitId) ? {} : { lines: [...before, line] },
      );
      setUnchecked((before) => before.filter((other) => other.unitId !== bag.unitId));
    },
    [edit, unchecked],
  );
  const forgetUnchecked = useCallback(
    (donationNo: string) => setUnchecked((before) => before.filter((line) => line.donationNo !== donationNo)),
    [],
  );
  const change = useCallback(
    (unitId: string, more: Partial<Pick<ChosenBag, 'appearance' | 'crossmatch'>>) =>
      edit(({ lines: before }) => ({
        lines: before.map((line) => (line.bag.unitId === unitId ? { ...line, ...more } : line)),
      })),
    [edit],
  );
  const remove = useCallback(
    (unitId: string) => edit(({ lines: before }) => ({ lines: before.filter((line) => line.bag.unitId !== unitId) })),
    [edit],
  );
  const tick = useCallback(
    (item: IssueCheck, isOn: boolean, at: Date) =>
      setEntered((before) => ({
        ...before,
        checks: [...before.checks.filter((other) => other.item !== item), ...(isOn ? [{ item, at }] : [])],
        fallen: before.fallen.filter((other) => other.item !== item),
      })),
    [],
  );
  const needsCrossmatch = lines.filter(
    ({ bag, crossmatch }) => bag.requiresCrossmatch && !crossmatch && !bag.reservedCrossmatch,
  );
  const draft: IssueDraft = useMemo(
    () => ({
      ...place,
      request: requestId && named ? named : null,
      overRequestReason: requestId ? overRequestReason : '',
      dutyMode,
      reason,
      checks: checksToKeep({ place, lines, checks, fallen: [] }, unchecked),
      screen,
      statements: [...statements],
      lines: [...lines.map(toDraftLine), ...unchecked],
    }),
    [place, requestId, named, overRequestReason, dutyMode, reason, checks, screen, statements, lines, unchecked],
  );

  return {
    place,
    setPlace,
    requestId,
    chooseRequest,
    overRequestReason,
    setOverRequestReason,
    dutyMode,
    setDutyMode,
    lines,
    unitIds,
    add,
    change,
    remove,
    checks,
    fallen,
    checksLeft: issueChecks.filter((item) => !checks.some((tick) => tick.item === item)),
    tick,
    screen,
    setScreen,
    reason,
    setReason,
    statements,
    setStatements,
    overridden,
    needsCrossmatch,
    covers,
    approvalCovers,
    draft,
    forgetUnchecked,
  };
}

export type IssueForm = ReturnType<typeof useIssueForm>;

function beginEntry(opened: OpenedDraft | null): Entered {
  const lines = opened?.restored.lines ?? [];
  const entry = opened?.entry;
  if (!entry) return { place: emptyPlace, lines, checks: [], fallen: [] };
  return { place: placeOf(entry), lines, ...restoreChecks(entry, opened.restored) };
}

/** A tick says nothing of a bag that only the draft still has: it may be back when the draft is opened. */
function checksToKeep(entered: Entered, unchecked: readonly DraftLine[]): IssueDraft['checks'] {
  const content = contentOf(entered);
  const drafted = { ...content, lines: [...content.lines, ...unchecked] };
  return dropFallen(entered, findFallenChecks(content, drafted)).checks;
}

function contentOf({ place, lines }: Pick<Entered, 'place' | 'lines'>): CheckedContent {
  return { place, lines: lines.map(({ bag, crossmatch }) => ({ unitId: bag.unitId, crossmatch })) };
}

function placeOf({ requestNo, department, ward, bed }: IssueDraft): PlaceFields {
  return { requestNo, department, ward, bed };
}

function toDraftLine({ bag, entry, appearance, crossmatch }: ChosenBag): DraftLine {
  const { unitId, donationNo, productCode } = bag;
  return { unitId, donationNo, productCode, entry, appearance, ...(crossmatch ? { crossmatch } : {}) };
}

/** Sample and people of the bag before; never its results. */
export function carryOver(lines: readonly ChosenBag[]): Partial<CrossmatchInput> {
  const last = [...lines].reverse().find((line) => line.crossmatch)?.crossmatch;
  if (!last) return {};
  const { method, testedBy, checkedBy, testedAt, specimenNo, specimenDrawnAt } = last;
  return { method, testedBy, testedAt, specimenNo, specimenDrawnAt, ...(checkedBy ? { checkedBy } : {}) };
}
