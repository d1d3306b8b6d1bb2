'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import type { PickerItem } from '@/components/ui/picker-item';
import { Select } from '@/components/ui/select';
import { type BagCheck, bagChecks, type HandEntryReason, handEntryReasons } from '@/domain/bag-receipts/label-checks';
import { formatGroup } from '@/domain/blood/groups';
import { useFormat } from '@/i18n/provider';
import { useComponentWords } from './component-words';
import type { JudgedLine } from './judged-line';
import type { ReceiptBag } from './receipt-types';

/** The scanner takes nothing while a dialog is open, and says so where the person looks. */
export function ScanRefused() {
  const t = useTranslations('bag-receipts.scan');
  return (
    <p role="alert" className="mb-2 text-13 text-stop">
      {t('scanRefused')}
    </p>
  );
}

/** F6: what is wrong with the bag in hand. */
export function ExceptionDialog({
  judgedLine,
  isScanRefused,
  onClose,
  onSave,
}: {
  judgedLine: JudgedLine;
  isScanRefused: boolean;
  onClose: () => void;
  onSave: (exceptions: readonly BagCheck[]) => void;
}) {
  const t = useTranslations('bag-receipts.scan');
  const checks = useTranslations('bag-receipts.checks');
  const common = useTranslations('common.action');
  const format = useFormat();
  const [ticked, setTicked] = useState<readonly BagCheck[]>(judgedLine.line.exceptions);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title={t('exceptionTitle', { no: format.donationNumber(judgedLine.bag.donationNo) })}
      description={t('exceptionHint')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button variant="primary" onClick={() => onSave(ticked)}>
            {common('confirm')}
          </Button>
        </>
      }
    >
      {isScanRefused && <ScanRefused />}
      <ul className="grid grid-cols-1 gap-1">
        {bagChecks.map((check) => (
          <li key={check}>
            <Checkbox
              isChecked={ticked.includes(check)}
              onCheckedChange={(isOn) =>
                setTicked(isOn ? [...ticked, check] : ticked.filter((other) => other !== check))
              }
            >
              {checks(check)}
            </Checkbox>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** A bag whose codes cannot be read, chosen from the note. */
export function HandEntryDialog({
  bags,
  isScanRefused,
  onClose,
  onAdd,
}: {
  bags: readonly ReceiptBag[];
  isScanRefused: boolean;
  onClose: () => void;
  onAdd: (unitId: string, reason: HandEntryReason) => void;
}) {
  const t = useTranslations('bag-receipts.scan');
  const reasons = useTranslations('bag-receipts.handReasons');
  const common = useTranslations('common.action');
  const format = useFormat();
  const words = useComponentWords();
  const [chosen, setChosen] = useState<PickerItem | null>(null);
  const [reason, setReason] = useState<HandEntryReason | null>(null);
  const items = bags.map((bag) => ({
    value: bag.unitId,
    label: `${format.donationNumber(bag.donationNo)} ${formatGroup(bag.abo, bag.rhd)} ${words.component(bag)} ${words.amount(bag)}`,
    search: bag.donationNo.toLowerCase(),
  }));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('handTitle')}
      description={t('handHint')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={!chosen || !reason}
            onClick={() => chosen && reason && onAdd(chosen.value, reason)}
          >
            {common('add')}
          </Button>
        </>
      }
    >
      {isScanRefused && <ScanRefused />}
      <div className="flex flex-col gap-3">
        <Field label={t('handBag')}>
          <Combobox items={items} value={chosen} onValueChange={setChosen} />
        </Field>
        <Field label={t('handReason')}>
          <Select
            value={reason}
            onValueChange={setReason}
            items={handEntryReasons.map((value) => ({ value, label: reasons(value) }))}
          />
        </Field>
      </div>
    </Dialog>
  );
}
