'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-host';
import { checkHold, type HoldCause, holdCauses } from '@/domain/stock/holds';
import { stockRecord } from '@/domain/stock/record';
import { useFormat } from '@/i18n/provider';

export type ShelfBag = { readonly id: string; readonly donationNo: string; readonly state: string };

/** Off the shelf, at once, by one person: which bags, why, and who must be told because one was reserved. */
export function HoldDialog({ bags, onClose }: { bags: readonly ShelfBag[]; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('stock');
  const format = useFormat();
  const [cause, setCause] = useState<HoldCause | null>(null);
  const [words, setWords] = useState('');
  const command = useCommand(trpc.stock.hold.mutationOptions());
  const reserved = bags.filter((bag) => bag.state === 'reserved').length;
  const needsWords =
    cause !== null &&
    checkHold({ unitIds: [], cause, words: words.trim() }).some(({ code }) => code === 'hold.words_missing');
  const missing = cause === null ? t('hold.needsCause') : needsWords ? t('hold.needsWords') : null;

  return (
    <CommandDialog
      command={command}
      definition={stockRecord}
      title={t('hold.title', { count: bags.length })}
      description={t('hold.hint')}
      isDirty={cause !== null || words.trim() !== ''}
      missing={missing}
      actionLabel={t('hold.submit', { count: bags.length })}
      onSend={() => cause && command.send({ unitIds: bags.map((bag) => bag.id), cause, words: words.trim() })}
      onDone={async ({ held }) => {
        await client.invalidateQueries({ queryKey: trpc.stock.pathKey() });
        toast(t('hold.done', { count: held }));
      }}
      onClose={onClose}
    >
      <p className="mb-2 max-h-24 overflow-auto font-code text-13">
        {format.list(bags.map((bag) => format.donationNumber(bag.donationNo)))}
      </p>
      {reserved > 0 && (
        <p className="mb-2 border-2 border-lv2-edge bg-lv2-tint px-3 py-1.5 text-13">
          {t('hold.reserved', { count: reserved })}
        </p>
      )}
      <Field label={t('hold.cause')} isGroup>
        <RadioGroup
          isInline
          label={t('hold.cause')}
          items={holdCauses.map((value) => ({ value, label: t(`holdReasons.${value}`) }))}
          value={cause}
          onValueChange={setCause}
        />
      </Field>
      <Field
        label={t('hold.words')}
        hint={cause === 'station_notice' ? t('hold.wordsHint') : undefined}
        isOptional={!needsWords && cause !== 'other' && cause !== 'station_notice'}
        className="mt-2"
      >
        <Textarea rows={2} maxLength={200} value={words} onValueChange={setWords} />
      </Field>
    </CommandDialog>
  );
}
