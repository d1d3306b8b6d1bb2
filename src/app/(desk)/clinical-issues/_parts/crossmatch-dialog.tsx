'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
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
  majorResults,
  minorResults,
} from '@/domain/clinical-issues/crossmatch';
import type { CrossmatchInput } from '@/domain/clinical-issues/schema';
import { cityZone, groupDonationNumber } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { judgeSecondEntry, type SecondEntry } from './second-entry';

type CrossmatchDialogProps = {
  bag: { unitId: string; donationNo: string };
  /** Sample, method and people of the bag before; results never. */
  carried: Partial<CrossmatchInput>;
  isSingleDuty: boolean;
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
const noReadings: Readings = { major: null, minor: null };

/** Result of one bag. With one person on duty it is entered twice: tube and bag scanned again, the first entry hidden. */
export function CrossmatchDialog(props: CrossmatchDialogProps) {
  const { bag, carried, isSingleDuty, isAfterwards = false, now, hasNext, onSave, onClose, question } = props;
  const t = useTranslations('clinical-issues.crossmatch');
  const format = useFormat();
  const [method, setMethod] = useState<CrossmatchMethod | null>(carried.method ?? null);
  const [readings, setReadings] = useState<Readings>(noReadings);
  const [testedBy, setTestedBy] = useState(carried.testedBy ?? '');
  const [checkedBy, setCheckedBy] = useState(carried.checkedBy ?? '');
  const [testedAt, setTestedAt] = useState<Date | null>(carried.testedAt ?? null);
  const [specimenNo, setSpecimenNo] = useState(carried.specimenNo ?? '');
  const [specimenDrawnAt, setSpecimenDrawnAt] = useState<Date | null>(carried.specimenDrawnAt ?? null);
  const [second, setSecond] = useState<SecondEntry | null>(null);
  const [isDiffering, setIsDiffering] = useState(false);

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

  function save() {
    const { major, minor } = readings;
    if (!method || !major || !minor || !isMoment(testedAt) || !isMoment(specimenDrawnAt) || missing.length > 0) return;
    const first: CrossmatchInput = { method, major, minor, testedBy, testedAt, specimenNo, specimenDrawnAt };
    if (!isSingleDuty) return onSave(checkedBy ? { ...first, checkedBy } : first);
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
          <Field label={t('method')} isGroup>
            <SegmentedControl
              items={crossmatchMethods.map((value) => ({ value, label: t(`methods.${value}`) }))}
              value={method}
              onValueChange={setMethod}
            />
          </Field>
          <div className="grid grid-cols-2 gap-x-4 gap-y-2">
            <Field label={t('specimenNo')}>
              <CodeInput value={specimenNo} onValueChange={setSpecimenNo} />
            </Field>
            <Field label={t('specimenDrawnAt')}>
              <DateTimeInput value={specimenDrawnAt} onValueChange={setSpecimenDrawnAt} now={now ?? undefined} />
            </Field>
            <Field label={t('testedBy')}>
              <CodeInput value={testedBy} onValueChange={setTestedBy} />
            </Field>
            <Field label={t('testedAt')}>
              <DateTimeInput value={testedAt} onValueChange={setTestedAt} now={now ?? undefined} />
            </Field>
            {!isSingleDuty && (
              <Field label={t('checkedBy')} isOptional={isAfterwards}>
                <CodeInput value={checkedBy} onValueChange={setCheckedBy} />
              </Field>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}
