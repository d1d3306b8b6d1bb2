'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import type { SaidFate } from '@/domain/recalls/fates';
import { recallRecord } from '@/domain/recalls/record';
import { readLabel } from '@/domain/units/read-label';
import { useFormat } from '@/i18n/provider';
import type { RecallBag, RecallDetail } from './recall-types';
import { usePlaceWords } from './use-place-words';

type FateDialogProps = { recall: RecallDetail; bag: RecallBag | null; onClose: () => void };

/** 登记去向: the bag in hand by its label, or from the list, and what became of it. */
export function FateDialog({ recall, bag, onClose }: FateDialogProps) {
  const { id, no } = recall;
  const t = useTranslations('recalls');
  const trpc = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const place = usePlaceWords();
  const open = recall.bags.filter((one) => one.says.length > 0 && one.fate === null);
  const [unitId, setUnitId] = useState(bag?.unitId ?? null);
  const [fate, setFate] = useState<SaidFate | null>(bag?.says.length === 1 ? (bag.says[0] ?? null) : null);
  const [news, setNews] = useState('');
  const chosen = open.find((one) => one.unitId === unitId);
  const command = useCommand(trpc.recalls.setFate.mutationOptions());
  function choose(next: RecallBag) {
    setUnitId(next.unitId);
    setFate(next.says.length === 1 ? (next.says[0] ?? null) : null);
    setNews('');
  }
  useScanner({
    on: 'dialog',
    onScan(text) {
      if (command.isClosed) return false;
      const label = readLabel(text);
      const found =
        label.kind === 'donation'
          ? open.filter(
              (one) =>
                one.donationNo === label.donationNo && (!label.productCode || one.productCode === label.productCode),
            )
          : [];
      const [first] = found;
      playTone(found.length === 1 ? 'ok' : found.length > 1 ? 'duplicate' : 'refuse');
      if (first && found.length === 1) choose(first);
      else if (label.kind !== 'donation') setNews(t('fate.unreadable'));
      else if (found.length > 1) setNews(t('fate.several', { count: found.length }));
      else setNews(t('fate.notOfIt', { donationNo: format.donationNumber(label.donationNo) }));
      return true;
    },
  });
  return (
    <CommandDialog
      command={command}
      definition={recallRecord}
      title={t('fate.title', { no })}
      description={t('fate.hint')}
      isDirty={fate !== null && bag === null}
      missing={!chosen ? t('fate.needBag') : fate === null ? t('fate.needFate') : null}
      actionLabel={t('fate.action')}
      onSend={() => (chosen && fate ? command.send({ id, unitIds: [chosen.unitId], fate }) : null)}
      onDone={() => client.invalidateQueries({ queryKey: trpc.recalls.pathKey() })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('fate.bag')} layout="top">
          <Select
            items={open.map((one) => ({
              value: one.unitId,
              label: `${format.donationNumber(one.donationNo)} ${one.productCode} ${place(one)}`,
            }))}
            value={chosen?.unitId ?? null}
            onValueChange={(value) => {
              const next = open.find((one) => one.unitId === value);
              if (next) choose(next);
            }}
          />
        </Field>
        {news && (
          <p role="alert" className="text-13 text-stop">
            {news}
          </p>
        )}
        {chosen && (
          <Field label={t('fate.fate')} layout="top" isGroup>
            <SegmentedControl
              items={chosen.says.map((value) => ({ value, label: t(`says.${value}`) }))}
              value={fate}
              onValueChange={setFate}
            />
          </Field>
        )}
        {fate === 'transfused' && <p className="text-13 text-ink-2">{t('fate.transfusedHint')}</p>}
      </div>
    </CommandDialog>
  );
}
