'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useViolationWords } from '@/components/record/violation-words';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { useKey } from '@/components/ui/use-key';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import {
  type CrossmatchMethod,
  crossmatchMethods,
  findFaultsOfEntry,
  isIncompatible,
  majorResults,
  minorResults,
} from '@/domain/clinical-issues/crossmatch';
import { type CrossmatchInput, crossmatchSchema } from '@/domain/clinical-issues/schema';
import type { Violation } from '@/domain/result';
import { cityZone, groupDonationNumber } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { issueModule } from './issue-types';
import { judgeSecondEntry, type SecondEntry } from './second-entry';

type CrossmatchDialogProps = {
  bag: { unitId: string; donationNo: string };
  /** Sample, method and people of the bag before; results never. */
  carried: Partial<CrossmatchInput>;
  /** Its own, opened again for a change. */
  recorded?: CrossmatchInput | undefined;
  isSingleDuty: boolean;
  /** An antibody is known or the screen is positive. */
  needsAntiglobulin?: boolean;
  /** It has been done: whether somebody checked it is told, not asked for. */
  isAfterwards?: boolean;
  now: Date | null;
  hasNext: boolean;
  onSave: (crossmatch: CrossmatchInput) => void;
  onClose: () => void;
  /** A question over it: its own keys rest meanwhile. */
  question?: ReactNode;
};

type Readings = { major: CrossmatchInput['major'] | null; minor: CrossmatchInput['minor'] | null };
const staffNoOf = crossmatchSchema.shape.testedBy;
const noReadings: Readings = { major: null, minor: null };

/** Result of one bag. With one person on duty it is entered twice: tube and bag scanned again, the first entry hidden. */
export function CrossmatchDialog(props: CrossmatchDialogProps) {
  const { bag, carried, recorded, isSingleDuty, isAfterwards = false, needsAntiglobulin = false } = props;
  const { now, hasNext, onSave, onClose, question } = props;
  const t = useTranslations('clinical-issues.crossmatch');
  const format = useFormat();
  const [method, setMethod] = useState<CrossmatchMethod | null>(carried.method ?? null);
  const [readings, setReadings] = useState<Readings>(
    recorded ? { major: recorded.major, minor: recorded.minor } : noReadings,
  );
  const [testedBy, setTestedBy] = useState(carried.testedBy ?? '');
  const [checkedBy, setCheckedBy] = useState(carried.checkedBy ?? '');
  const [testedAt, setTestedAt] = useState<Date | null>(carried.testedAt ?? null);
  const [specimenNo, setSpecimenNo] = useState(carried.specimenNo ?? '');
  const [specimenDrawnAt, setSpecimenDrawnAt] = useState<Date | null>(carried.specimenDrawnAt ?? null);
  const [second, setSecond] = useState<SecondEntry | null>(null);
  const [isDiffering, setIsDiffering] = useState(false);
  const [isJudged, setIsJudged] = useState(false);
  const violationWords = useViolationWords(issueModule);

  useScanner({
    on: 'dialog',
    isEnabled: second !== null,
    onScan: (raw) => {
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      if (read.kind === 'donation-number') setSecond((before) => before && { ...before, donationNo: read.donationNo });
      else setSecond((before) => before && { ...before, specimenNo: read.text });
    },
  });

  const isMoment = (at: Date | null): at is Date => at !== null && !Number.isNaN(at.getTime());
  const missing = [
    !method && t('method'),
    !readings.major && t('major'),
    !readings.minor && t('minor'),
    !testedBy && t('testedBy'),
    !isSingleDuty && !isAfterwards && !checkedBy && t('checkedBy'),
    !isMoment(testedAt) && t('testedAt'),
    !specimenNo && t('specimenNo'),
    !isMoment(specimenDrawnAt) && t('specimenDrawnAt'),
  ].filter((word): word is string => Boolean(word));

  const { major, minor } = readings;
  const first: CrossmatchInput | null =
    method && major && minor && isMoment(testedAt) && isMoment(specimenDrawnAt) && missing.length === 0
      ? {
          method,
          major,
          minor,
          testedBy,
          testedAt,
          specimenNo,
          specimenDrawnAt,
          ...(checkedBy && !isSingleDuty ? { checkedBy } : {}),
        }
      : null;
  const faults = first && now ? findFaults(first, now) : [];
  const faultAt = (field: string) => {
    const fault = isJudged && faults.find(({ path }) => path === field);
    return fault ? violationWords(fault) : null;
  };

  function findFaults(entry: CrossmatchInput, at: Date): Violation[] {
    const unwritable = (['testedBy', 'checkedBy'] as const).filter(
      (field) => entry[field] !== undefined && !staffNoOf.safeParse(entry[field]).success,
    );
    return [
      ...unwritable.map((path) => ({ code: 'invalid.staff_no', path })),
      ...findFaultsOfEntry(entry, { now: at, ...bag, isSingleDuty, isAfterwards, needsAntiglobulin }),
    ];
  }

  function save() {
    if (!first) return;
    if (faults.length > 0) return setIsJudged(true);
    if (!isSingleDuty) return onSave(first);
    if (!second) return setSecond({ ...noReadings, specimenNo: '', donationNo: '' });
    const judged = judgeSecondEntry(first, second, bag.donationNo);
    if (judged === 'incomplete') return;
    if (judged !== 'differs') return onSave({ ...first, second: judged });
    setReadings(noReadings);
    setSecond(null);
    setIsDiffering(true);
  }
  useKey('Ctrl Enter', save, { reach: 'dialog', isEnabled: !question });

  const results = (of: readonly ('compatible' | 'incompatible' | 'not_done')[]) =>
    of.map((value) => ({ value, label: t(`results.${value}`) }));
  const no = groupDonationNumber(bag.donationNo);
  const isSecondReady = Boolean(second?.major && second.minor && second.specimenNo && second.donationNo);

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(second ? 'secondTitle' : 'title', { no })}
      description={t(second ? 'secondHint' : 'hint')}
      width="normal"
      footer={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={save}
          disabledReason={
            !second && missing.length > 0 ? t('incomplete', { fields: format.list(missing.slice(0, 3)) }) : null
          }
          isDisabled={second !== null && !isSecondReady}
        >
          {t(isSingleDuty && !second ? 'toSecond' : hasNext ? 'saveNext' : 'save')}
        </Button>
      }
    >
      {question}
      {isDiffering && !second && (
        <p role="alert" className="mb-2 text-13 text-stop">
          {t('differs')}
        </p>
      )}
      {first && !second && !isAfterwards && isIncompatible(first) && (
        <p role="status" className="mb-2 border border-stop px-2 py-1 text-13 text-stop">
          {t('incompatible')}
        </p>
      )}
      {second ? (
        <div className="grid grid-cols-1 gap-2">
          <Field label={t('specimenNo')}>
            <CodeInput
              autoFocus
              value={second.specimenNo}
              onValueChange={(text) => setSecond({ ...second, specimenNo: text })}
            />
          </Field>
          <Field label={t('bagCode')}>
            <CodeInput
              value={second.donationNo}
              onValueChange={(text) => setSecond({ ...second, donationNo: text.replace(/\s/g, '') })}
            />
          </Field>
          <Field label={t('major')} isGroup>
            <SegmentedControl
              items={results(majorResults)}
              value={second.major}
              onValueChange={(major) => setSecond({ ...second, major: major === 'not_done' ? null : major })}
            />
          </Field>
          <Field label={t('minor')} isGroup>
            <SegmentedControl
              items={results(minorResults)}
              value={second.minor}
              onValueChange={(minor) => setSecond({ ...second, minor })}
            />
          </Field>
        </div>
      ) : (
        <div className="grid grid-cols-1 gap-2">
          <Field label={t('major')} isGroup>
            <SegmentedControl
              items={results(majorResults)}
              value={readings.major}
              onValueChange={(major) =>
                setReadings((before) => ({ ...before, major: major === 'not_done' ? null : major }))
              }
            />
          </Field>
          <Field label={t('minor')} isGroup>
            <SegmentedControl
              items={results(minorResults)}
              value={readings.minor}
              onValueChange={(minor) => setReadings((before) => ({ ...before, minor }))}
            />
          </Field>
          <Field label={t('method')} isGroup error={faultAt('method')}>
            <SegmentedControl
              items={crossmatchMethods.map((value) => ({ value, label: t(`methods.${value}`) }))}
              value={method}
              onValueChange={setMethod}
            />
          </Field>
          <div className="grid grid-cols-2 gap-x-4 gap-y-2">
            <Field label={t('specimenNo')} error={faultAt('specimenNo')}>
              <CodeInput value={specimenNo} onValueChange={setSpecimenNo} />
            </Field>
            <Field label={t('specimenDrawnAt')} error={faultAt('specimenDrawnAt')}>
              <DateTimeInput value={specimenDrawnAt} onValueChange={setSpecimenDrawnAt} now={now ?? undefined} />
            </Field>
            <Field label={t('testedBy')} error={faultAt('testedBy')}>
              <CodeInput value={testedBy} onValueChange={setTestedBy} />
            </Field>
            <Field label={t('testedAt')} error={faultAt('testedAt')}>
              <DateTimeInput value={testedAt} onValueChange={setTestedAt} now={now ?? undefined} />
            </Field>
            {!isSingleDuty && (
              <Field label={t('checkedBy')} isOptional={isAfterwards} error={faultAt('checkedBy')}>
                <CodeInput value={checkedBy} onValueChange={setCheckedBy} />
              </Field>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}
