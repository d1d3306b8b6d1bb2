'use client';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { mintUuid } from '@/app/_client/mint-uuid';
import { playTone } from '@/components/scan/scan-sounds';
import { receiptCovers } from '@/domain/bag-receipts/covers';
import { type Finding, findingOfLine, findingOfStop } from '@/domain/bag-receipts/findings';
import type { BagCheck, HandEntryReason } from '@/domain/bag-receipts/label-checks';
import { isGone } from '@/domain/bag-receipts/rules';
import {
  addByHand,
  changeLine,
  forgetBags,
  holdStoppedBag,
  leaveBagInHand,
  restoreScanList,
  type ScanListContext,
  type ScanListState,
  type StoredScanList,
  scanIntoList,
  storeScanList,
  undoLastLine,
} from '@/domain/bag-receipts/scan-list';
import { type BoxTemperatureInput, checkTypedCelsius } from '@/domain/bag-receipts/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { cityZone } from '@/i18n/format';
import { judgeLines, toReceiptLine } from './judged-line';
import type { OpenReceipt } from './receipt-types';

/** What is kept on the server while scanning goes on: enough to go on at another PC. */
export interface ReceiptDraftBody extends StoredScanList {
  readonly temperatures: readonly BoxTemperatureInput[];
  readonly dutyMode: 'two_person' | 'single';
  readonly arrivedAt: string;
  /** Of the list as it was opened at one PC. */
  readonly listId: string;
  /** What keeps bags of the list out of the stock: told by the server when somebody else settles them without knowing. */
  readonly findings: readonly Finding[];
}

type BoxOfClass = Omit<BoxTemperatureInput, 'celsius'>;

/** A box whose field holds what is no temperature. */
export interface TemperatureFault extends BoxOfClass {
  readonly fault: NonNullable<ReturnType<typeof checkTypedCelsius>>;
}

type Action =
  | { kind: 'scan'; raw: string; now: Date }
  | { kind: 'hold'; now: Date }
  | { kind: 'undo' }
  | { kind: 'by-hand'; unitId: string; reason: HandEntryReason; now: Date }
  | { kind: 'exceptions'; unitId: string; exceptions: readonly BagCheck[] }
  | { kind: 'forget'; unitIds: readonly string[] }
  | { kind: 'leave'; now: Date };

/** The open scan list of one shipment: scanning is local and instant, posting and drafts go to the server. */
export function useReceipt(receipt: OpenReceipt, readNow: () => Date, draft: ReceiptDraftBody | null) {
  const expected = receipt.bags;
  const contextAt = useCallback((at: Date): ScanListContext => ({ now: at, timeZone: cityZone, expected }), [expected]);
  const [list, dispatch] = useReducer(
    (state: ScanListState, action: Action): ScanListState => {
      switch (action.kind) {
        case 'scan':
          return scanIntoList(state, action.raw, contextAt(action.now));
        case 'hold':
          return holdStoppedBag(state, contextAt(action.now));
        case 'undo':
          return undoLastLine(state);
        case 'by-hand':
          return addByHand(state, action.unitId, action.reason, contextAt(action.now));
        case 'exceptions':
          return changeLine(state, action.unitId, { exceptions: action.exceptions });
        case 'forget':
          return forgetBags(state, action.unitIds, { expected });
        case 'leave':
          return leaveBagInHand(state, contextAt(action.now));
      }
    },
    null,
    () => restoreScanList(draft, expected),
  );
  const [temperatures, setTemperatures] = useState<readonly BoxTemperatureInput[]>(
    () => draft?.temperatures.filter((box) => box.celsius !== null && !checkTypedCelsius(box.celsius)) ?? [],
  );
  const [temperatureFaults, setTemperatureFaults] = useState<readonly TemperatureFault[]>([]);
  const [dutyMode, setDutyMode] = useState<'two_person' | 'single'>(draft?.dutyMode ?? 'two_person');
  const [listId] = useState(mintUuid);
  const [arrivedAt] = useState(() => (draft ? new Date(draft.arrivedAt) : readNow()));

  useTones(list);

  const judged = useMemo(
    () => judgeLines(list.lines, receipt, temperatures, readNow()),
    [list.lines, receipt, temperatures, readNow],
  );
  const lines = useMemo(() => judged.map(toReceiptLine), [judged]);
  const covers = useMemo(
    () =>
      digestOfCovers(
        receiptCovers({ shipmentId: receipt.shipment.id, dutyMode, lines, temperatures: [...temperatures] }),
      ),
    [receipt.shipment.id, dutyMode, lines, temperatures],
  );
  const findings = useMemo(
    () => [
      ...judged.flatMap(({ line, judgement }) => findingOfLine(line, judgement) ?? []),
      ...(list.stop ? [findingOfStop(list.stop)] : []),
    ],
    [judged, list.stop],
  );
  const body: ReceiptDraftBody = useMemo(
    () => ({ ...storeScanList(list), listId, findings, temperatures, dutyMode, arrivedAt: arrivedAt.toISOString() }),
    [list, listId, findings, temperatures, dutyMode, arrivedAt],
  );

  /** What cannot be taken as it was typed is no reading: the bags of this box are not measured. */
  const setTemperature = useCallback((box: BoxOfClass, typed: number | null) => {
    const isOther = (other: BoxOfClass) => other.boxNo !== box.boxNo || other.temperatureClass !== box.temperatureClass;
    const fault = checkTypedCelsius(typed);
    setTemperatureFaults((former) => [...former.filter(isOther), ...(fault ? [{ ...box, fault }] : [])]);
    setTemperatures((former) => [
      ...former.filter(isOther),
      ...(typed === null || fault ? [] : [{ ...box, celsius: typed }]),
    ]);
  }, []);

  return {
    list,
    dispatch,
    judged,
    lines,
    temperatures,
    temperatureFaults,
    setTemperature,
    dutyMode,
    setDutyMode,
    arrivedAt,
    covers,
    listId,
    findings,
    body,
  };
}

export type Receipt = ReturnType<typeof useReceipt>;

/** One tone a scan, by what it did. */
function useTones(list: ScanListState): void {
  const last = useRef(list);
  useEffect(() => {
    const before = last.current;
    last.current = list;
    if (list === before || !list.last || list.last === before.last) return;
    switch (list.last.kind) {
      case 'taken':
        return playTone('ok');
      case 'duplicate':
        return playTone('duplicate');
      case 'already-settled':
        return playTone(isGone(list.last.state) ? 'refuse' : 'duplicate');
      case 'stop':
      case 'not-on-note':
      case 'unreadable':
      case 'conflict':
      case 'left-incomplete':
        return playTone('refuse');
      case 'reading':
        return;
    }
  }, [list]);
}
