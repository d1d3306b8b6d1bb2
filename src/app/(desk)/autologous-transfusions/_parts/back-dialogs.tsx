'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonField } from '@/app/_dialogs/reason-field';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { backCovers } from '@/domain/autologous-transfusions/covers';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { refuseDiscardSecond, refuseNurse } from '@/domain/autologous-transfusions/rules';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { DeedProps } from './autologous-types';
import { BagChoice } from './bag-choice';
import { useAround } from './use-around';

/** 撤销回输: it was not so. */
export const UndoReinfusionDialog = (props: DeedProps) => <BackDialog what="reinfuse" {...props} />;
/** 撤销报废: the bag is there after all. */
export const UndoDiscardDialog = (props: DeedProps) => <BackDialog what="discard" {...props} />;
/** 解除隔离: two people know where it stood. */
export const ReleaseDialog = (props: DeedProps) => <BackDialog what="release" {...props} />;

const wordsOf = { reinfuse: 'undoReinfusion', discard: 'undoDiscard', release: 'release' } as const;
const statesOf = { reinfuse: 'reinfused', discard: 'discarded', release: 'held' } as const;

/** Which bags go back, why, and the second person. Of what is kept in no bag there is nothing to choose. */
function BackDialog({ record, what, onClose }: DeedProps & { what: keyof typeof statesOf }) {
  const { id, no } = record;
  const t = useTranslations('autologous-transfusions');
  const words = useTranslations(`autologous-transfusions.${wordsOf[what]}`);
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const { history, refresh } = useAround(id);
  const bags = record.bags.filter(({ state }) => state === statesOf[what]);
  const [chosen, setChosen] = useState<readonly string[]>(() => (bags.length === 1 ? bags.map((bag) => bag.id) : []));
  const [reason, setReason] = useState('');
  const [second, setSecond] = useState<Second | null>(null);
  const undo = useCommand(trpc.autologousTransfusions.undo.mutationOptions());
  const release = useCommand(trpc.autologousTransfusions.release.mutationOptions());
  const command = what === 'release' ? release : undo;
  const seen = useSeenVersion(command, record.version);
  const body = { id, version: seen.version, bagIds: [...chosen], reason: reason.trim() };
  const needsBags = record.type === 'predeposit' && chosen.length === 0;
  const isReasoned = body.reason.length >= 2;
  const covers = !needsBags && isReasoned ? digestOfCovers(backCovers({ ...body, what })) : null;
  const agreed = second?.by === 'token' && second.covers === covers ? second : null;
  const missing = needsBags
    ? t('discard.needsBags')
    : !isReasoned
      ? t('discard.needsReason')
      : !agreed
        ? t('discard.needsSecond')
        : null;
  function send() {
    if (!agreed) return null;
    const { token } = agreed;
    return what === 'release' ? release.send({ ...body, second: token }) : undo.send({ ...body, what, second: token });
  }
  return (
    <CommandDialog<unknown>
      command={command}
      definition={autologousRecord}
      title={words('title', { no })}
      description={words('hint')}
      isDirty={reason !== '' || second !== null}
      missing={missing}
      actionLabel={words('save')}
      isDanger={what !== 'release'}
      onSend={send}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      <BagChoice bags={bags} chosen={chosen} onChoose={setChosen} />
      <ReasonField label={words('reason')} dictionary="void" value={reason} onValueChange={setReason} />
      <SecondPerson
        definition={autologousRecord}
        covers={covers}
        onSecond={setSecond}
        isPhoneAllowed={false}
        refuse={what === 'reinfuse' ? refuseNurse : refuseDiscardSecond}
        now={now}
      />
    </CommandDialog>
  );
}
