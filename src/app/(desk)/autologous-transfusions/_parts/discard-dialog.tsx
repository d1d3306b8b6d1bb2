'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonField } from '@/app/_dialogs/reason-field';
import { type Second, SecondPerson, toSecond } from '@/app/_signing/second-person';
import { discardCovers } from '@/domain/autologous-transfusions/covers';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { refuseDiscardSecond } from '@/domain/autologous-transfusions/rules';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { DeedProps } from './autologous-types';
import { BagChoice } from './bag-choice';
import { useAround } from './use-around';

/** 报废: which bags, why, and the second person. What has expired is ticked already. */
export function DiscardDialog({ record, onClose }: DeedProps) {
  const { id, no } = record;
  const t = useTranslations('autologous-transfusions');
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const { history, refresh } = useAround(id);
  const bags = record.bags.filter(({ state }) => state !== 'reinfused' && state !== 'discarded');
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    bags.filter(({ state }) => state === 'expired').map((bag) => bag.id),
  );
  const [reason, setReason] = useState('');
  const [second, setSecond] = useState<Second | null>(null);
  const command = useCommand(trpc.autologousTransfusions.discard.mutationOptions());
  const seen = useSeenVersion(command, record.version);
  const body = { id, bagIds: [...chosen], reason: reason.trim() };
  const isReasoned = body.reason.length >= 2;
  const covers = chosen.length > 0 && isReasoned ? digestOfCovers(discardCovers(body)) : null;
  const agreed = second && second.covers === covers ? second : null;
  const missing =
    chosen.length === 0
      ? t('discard.needsBags')
      : !isReasoned
        ? t('discard.needsReason')
        : !agreed
          ? t('discard.needsSecond')
          : null;
  return (
    <CommandDialog
      command={command}
      definition={autologousRecord}
      title={t('discard.title', { no })}
      description={t('discard.hint')}
      isDirty={reason !== '' || second !== null}
      missing={missing}
      actionLabel={t('discard.save', { count: chosen.length })}
      isDanger
      onSend={() => (agreed ? command.send({ ...body, version: seen.version, second: toSecond(agreed) }) : null)}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      <BagChoice bags={bags} chosen={chosen} onChoose={setChosen} />
      <ReasonField label={t('discard.reason')} dictionary="void" value={reason} onValueChange={setReason} />
      <SecondPerson
        definition={autologousRecord}
        covers={covers}
        onSecond={setSecond}
        isPhoneAllowed={record.isSingleDutyAllowed}
        refuse={refuseDiscardSecond}
        now={now}
      />
    </CommandDialog>
  );
}
