'use client';
import { useCallback, useMemo, useState } from 'react';
import type { IssueCheck } from '@/domain/clinical-issues/checks';
import { issueChecks } from '@/domain/clinical-issues/checks';
import { coversOfApproval, coversOfIssue } from '@/domain/clinical-issues/covers';
import type { CrossmatchInput } from '@/domain/clinical-issues/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { IssueDraft } from './issue-draft';
import type { ChosenBag, FoundPatient, OfferedBag } from './issue-types';

export interface PlaceFields {
  readonly requestNo: string;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
}

export interface Tick {
  readonly item: IssueCheck;
  readonly at: Date;
}

export interface AntibodyScreen {
  readonly result: 'negative' | 'positive';
  readonly screenedBy: string;
  readonly screenedAt: Date;
}

export type Statement = 'known_anti_d_haemolysis_risk' | 'known_antibody_haemolysis_risk';

const emptyPlace: PlaceFields = { requestNo: '', department: '', ward: '', bed: '' };

/** One issue in the making: what was entered, what is still missing, and the digests its signatures must fit. */
export function useIssueForm(patient: FoundPatient) {
  const [place, setPlace] = useState<PlaceFields>(emptyPlace);
  const [dutyMode, setDutyMode] = useState<'two_person' | 'single'>('two_person');
  const [lines, setLines] = useState<readonly ChosenBag[]>([]);
  const [checks, setChecks] = useState<readonly Tick[]>([]);
  const [screen, setScreen] = useState<AntibodyScreen | null>(null);
  const [reason, setReason] = useState('');
  const [statements, setStatements] = useState<readonly Statement[]>([]);

  const unitIds = useMemo(() => lines.map(({ bag }) => bag.unitId), [lines]);
  const overridden = useMemo(() => lines.filter(({ bag }) => bag.verdict.override), [lines]);
  const covers = useMemo(
    () =>
      digestOfCovers(
        coversOfIssue({
          patientId: patient.id,
          ...place,
          dutyMode,
          checks,
          lines: lines.map(({ bag, appearance, crossmatch }) => ({ unitId: bag.unitId, appearance, crossmatch })),
          antibodyScreen: screen,
        }),
      ),
    [patient.id, place, dutyMode, checks, lines, screen],
  );
  const approvalCovers = useMemo(
    () => digestOfCovers(coversOfApproval({ patientId: patient.id, unitIds, reason })),
    [patient.id, unitIds, reason],
  );

  const add = useCallback(
    (bag: OfferedBag, entry: 'scan' | 'hand') =>
      setLines((before) =>
        before.some((line) => line.bag.unitId === bag.unitId)
          ? before
          : [...before, { bag, entry, appearance: 'normal' }],
      ),
    [],
  );
  const change = useCallback(
    (unitId: string, more: Partial<Pick<ChosenBag, 'appearance' | 'crossmatch'>>) =>
      setLines((before) => before.map((line) => (line.bag.unitId === unitId ? { ...line, ...more } : line))),
    [],
  );
  const remove = useCallback(
    (unitId: string) => setLines((before) => before.filter((line) => line.bag.unitId !== unitId)),
    [],
  );
  const tick = useCallback(
    (item: IssueCheck, isOn: boolean, at: Date) =>
      setChecks((before) => [...before.filter((other) => other.item !== item), ...(isOn ? [{ item, at }] : [])]),
    [],
  );
  const restore = useCallback((draft: IssueDraft, bags: readonly OfferedBag[]) => {
    const { requestNo, department, ward, bed } = draft;
    setPlace({ requestNo, department, ward, bed });
    setDutyMode(draft.dutyMode);
    setChecks(draft.checks);
    setReason(draft.reason);
    setScreen(draft.screen);
    setStatements(draft.statements);
    setLines(
      draft.lines.flatMap(({ unitId, entry, appearance, crossmatch }) => {
        const bag = bags.find((candidate) => candidate.unitId === unitId && !candidate.blockedBy);
        return bag ? [{ bag, entry, appearance, ...(crossmatch ? { crossmatch } : {}) }] : [];
      }),
    );
  }, []);

  const needsCrossmatch = lines.filter(
    ({ bag, crossmatch }) => bag.requiresCrossmatch && !crossmatch && !bag.reservedCrossmatch,
  );
  const draft: IssueDraft = useMemo(
    () => ({
      ...place,
      dutyMode,
      reason,
      checks: [...checks],
      screen,
      statements: [...statements],
      lines: lines.map(({ bag, entry, appearance, crossmatch }) => ({
        unitId: bag.unitId,
        donationNo: bag.donationNo,
        productCode: bag.productCode,
        entry,
        appearance,
        ...(crossmatch ? { crossmatch } : {}),
      })),
    }),
    [place, dutyMode, reason, checks, screen, statements, lines],
  );

  return {
    place,
    setPlace,
    dutyMode,
    setDutyMode,
    lines,
    unitIds,
    add,
    change,
    remove,
    checks,
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
    restore,
  };
}

export type IssueForm = ReturnType<typeof useIssueForm>;

/** Sample and people of the bag before; never its results. */
export function carryOver(lines: readonly ChosenBag[]): Partial<CrossmatchInput> {
  const last = [...lines].reverse().find((line) => line.crossmatch)?.crossmatch;
  if (!last) return {};
  const { method, testedBy, checkedBy, testedAt, specimenNo, specimenDrawnAt } = last;
  return { method, testedBy, testedAt, specimenNo, specimenDrawnAt, ...(checkedBy ? { checkedBy } : {}) };
}
