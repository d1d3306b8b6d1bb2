'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { type CommandHandle, useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import type { DictionaryName } from '@/domain/dictionaries/names';

export type SeenOrder = {
  id: string;
  no: string;
  version: number;
  owedLines: number;
  phone: string;
  pickedBags: number;
};
type DialogProps = { order: SeenOrder; onClose: () => void };
type Reasoned = { id: string; version: number; reason: string };

/** What the five deeds with a reason have in common: the version that was seen, and the lists asked again. */
function useOrderDialog(order: SeenOrder, command: Parameters<typeof useSeenVersion>[0]) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const seen = useSeenVersion(command, order.version);
  const history = useQuery(trpc.bloodOrders.history.queryOptions({ id: order.id }));
  return {
    seen,
    meanwhile: <ChangedMeanwhile definition={bloodOrderRecord} seen={seen} history={history} />,
    onDone: () => client.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() }),
  };
}

type ReasonedProps = DialogProps & {
  command: CommandHandle<Reasoned, unknown>;
  title: string;
  reasonLabel: string;
  actionLabel: string;
  dictionary?: DictionaryName;
  isDanger?: boolean;
  note?: string;
};

function ReasonedDeed({
  order,
  onClose,
  command,
  title,
  reasonLabel,
  actionLabel,
  dictionary,
  isDanger = false,
  note,
}: ReasonedProps) {
  const t = useTranslations('blood-orders');
  const { seen, meanwhile, onDone } = useOrderDialog(order, command);
  return (
    <ReasonDialog
      command={command}
      definition={bloodOrderRecord}
      title={title}
      description={note}
      dictionary={dictionary}
      reasonLabel={reasonLabel}
      reasonMissing={t('cancel.need')}
      actionLabel={actionLabel}
      isDanger={isDanger}
      onSend={(reason) => command.send({ id: order.id, version: seen.version, reason })}
      onDone={onDone}
      onClose={onClose}
      meanwhile={meanwhile}
    />
  );
}

export function CancelOrder(props: DialogProps) {
  const t = useTranslations('blood-orders.cancel');
  const command = useCommand(useTRPC().bloodOrders.cancel.mutationOptions());
  const title = t('title', { no: props.order.no });
  return (
    <ReasonedDeed
      {...props}
      {...{ command, title }}
      dictionary="cancel"
      reasonLabel={t('reason')}
      actionLabel={t('action')}
      isDanger
    />
  );
}

export function AskCancel(props: DialogProps) {
  const t = useTranslations('blood-orders.cancel');
  const command = useCommand(useTRPC().bloodOrders.askCancel.mutationOptions());
  const title = t('askTitle', { no: props.order.no });
  return (
    <ReasonedDeed
      {...props}
      {...{ command, title }}
      dictionary="cancel"
      reasonLabel={t('reason')}
      actionLabel={t('ask')}
      note={t('askHint')}
    />
  );
}

export function RefuseCancel(props: DialogProps) {
  const t = useTranslations('blood-orders.cancel');
  const command = useCommand(useTRPC().bloodOrders.refuseCancel.mutationOptions());
  const title = t('refuseTitle', { no: props.order.no });
  return (
    <ReasonedDeed
      {...props}
      {...{ command, title }}
      dictionary="refuse-cancel"
      reasonLabel={t('refuseReason')}
      actionLabel={t('refuse')}
    />
  );
}

export function RejectOrder(props: DialogProps) {
  const t = useTranslations('blood-orders.reject');
  const command = useCommand(useTRPC().bloodOrders.reject.mutationOptions());
  const title = t('title', { no: props.order.no });
  return (
    <ReasonedDeed
      {...props}
      {...{ command, title }}
      dictionary="cancel"
      reasonLabel={t('reason')}
      actionLabel={t('action')}
      isDanger
    />
  );
}

export function CloseShort(props: DialogProps) {
  const t = useTranslations('blood-orders.closeShort');
  const command = useCommand(useTRPC().bloodOrders.closeShort.mutationOptions());
  const { no, owedLines } = props.order;
  return (
    <ReasonedDeed
      {...props}
      command={command}
      title={t('title', { no })}
      dictionary="close-short"
      reasonLabel={t('reason')}
      actionLabel={t('action')}
      note={t('hint', { count: owedLines })}
      isDanger
    />
  );
}

/** 同意取消: says how many picked bags go back before it is done. */
export function AgreeCancel({ order, onClose }: DialogProps) {
  const t = useTranslations('blood-orders.cancel');
  const command = useCommand(useTRPC().bloodOrders.agreeCancel.mutationOptions());
  const { seen, meanwhile, onDone } = useOrderDialog(order, command);
  return (
    <CommandDialog
      command={command}
      definition={bloodOrderRecord}
      title={t('agreeTitle', { no: order.no, count: order.pickedBags })}
      isDirty={false}
      missing={null}
      actionLabel={t('agree')}
      isDanger
      onSend={() => command.send({ id: order.id, version: seen.version })}
      onDone={onDone}
      onClose={onClose}
      meanwhile={meanwhile}
    >
      {null}
    </CommandDialog>
  );
}

/** 电话确认: who of the other side was told. */
export function ConfirmPhone({ order, onClose }: DialogProps) {
  const t = useTranslations('blood-orders.phone');
  const command = useCommand(useTRPC().bloodOrders.confirmPhone.mutationOptions());
  const { seen, meanwhile, onDone } = useOrderDialog(order, command);
  const [phonedWith, setPhonedWith] = useState('');
  return (
    <CommandDialog
      command={command}
      definition={bloodOrderRecord}
      title={t('title', { no: order.no })}
      description={order.phone ? t('call', { phone: order.phone }) : undefined}
      isDirty={phonedWith !== ''}
      missing={phonedWith.trim() === '' ? t('need') : null}
      actionLabel={t('action')}
      onSend={() => command.send({ id: order.id, version: seen.version, phonedWith: phonedWith.trim() })}
      onDone={onDone}
      onClose={onClose}
      meanwhile={meanwhile}
    >
      <Field label={t('with')} layout="top">
        <TextInput autoFocus maxLength={40} value={phonedWith} onValueChange={setPhonedWith} />
      </Field>
    </CommandDialog>
  );
}
