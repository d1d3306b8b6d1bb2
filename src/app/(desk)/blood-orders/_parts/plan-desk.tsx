'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { EntryFrame } from '@/app/_client/entry-frame';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { type DeliverySlot, deliverySlot } from '@/domain/blood-orders/schema';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** 送血班次: when the station delivers, and until when can be ordered for it. Every hospital's order page follows at once. */
export function PlanDesk() {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.bloodOrders.plan.queryOptions());
  if (data) return <Plan key={data.version} version={data.version} saved={data.slots} />;
  return (
    <Page title={t('planTitle')}>
      {error ? <FailurePanel definition={bloodOrderRecord} failure={readFailure(error)} /> : <Skeleton lines={4} />}
    </Page>
  );
}

type Row = DeliverySlot & { key: string };

function Plan({ version, saved }: { version: number; saved: readonly DeliverySlot[] }) {
  const t = useTranslations('blood-orders.plan');
  const title = useTranslations('blood-orders')('planTitle');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.bloodOrders.savePlan.mutationOptions());
  const [rows, setRows] = useState<Row[]>(() => saved.map((slot) => ({ ...slot, key: mintUuid() })));
  const change = (key: string, part: Partial<DeliverySlot>) =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const slots = rows.map(({ key: _, ...slot }) => slot);
  const isTime = (text: string) => deliverySlot.shape.arrivesAt.safeParse(text).success;
  const twice = slots.find((slot, index) => slots.findIndex((one) => one.arrivesAt === slot.arrivesAt) !== index);
  const missing = command.isUnanswered
    ? null
    : slots.some((slot) => !isTime(slot.arrivesAt) || !isTime(slot.orderBy))
      ? t('badTime')
      : slots.some((slot) => slot.weekdays.length === 0)
        ? t('noDay')
        : twice
          ? t('twice', { at: twice.arrivesAt })
          : JSON.stringify(slots) === JSON.stringify(saved)
            ? t('unchanged')
            : null;

  function save() {
    if (missing || isSending(command)) return;
    const sending = command.isUnanswered ? command.sendAgain() : command.send({ version, slots });
    void sending.then(
      () => client.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() }),
      () => undefined,
    );
  }
  useKey('Ctrl Enter', save, { reach: 'form' });
  useKey('Esc', () => router.push('/blood-orders'), { isEnabled: !command.isClosed });

  return (
    <Page
      title={title}
      note={t('orderByHint')}
      scroll="page"
      actions={
        <>
          <Button
            icon={<Icon of={Plus} size={14} />}
            onClick={() =>
              setRows((before) => [
                ...before,
                { key: mintUuid(), arrivesAt: '', orderBy: '', weekdays: [1, 2, 3, 4, 5] },
              ])
            }
          >
            {t('add')}
          </Button>
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            onClick={save}
            isPending={isSending(command)}
            disabledReason={missing}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <EntryFrame command={command} definition={bloodOrderRecord}>
        <Panel>
          {rows.length === 0 ? (
            <EmptyState title={t('empty')} />
          ) : (
            <Table>
              <TableHead>
                <HeadCell>{t('arrivesAt')}</HeadCell>
                <HeadCell>{t('orderBy')}</HeadCell>
                <HeadCell>{t('weekdays')}</HeadCell>
                <HeadCell />
              </TableHead>
              <tbody>
                {rows.map((row, index) => (
                  <TableRow key={row.key}>
                    <Cell>
                      <Field
                        label={`${index + 1} ${t('arrivesAt')}`}
                        isLabelHidden
                        density="dense"
                        className="w-24"
                        error={row.arrivesAt === '' || isTime(row.arrivesAt) ? null : t('badTime')}
                      >
                        <TextInput
                          value={row.arrivesAt}
                          placeholder="11:30"
                          onValueChange={(arrivesAt) => change(row.key, { arrivesAt })}
                        />
                      </Field>
                    </Cell>
                    <Cell>
                      <Field
                        label={`${index + 1} ${t('orderBy')}`}
                        isLabelHidden
                        density="dense"
                        className="w-24"
                        error={row.orderBy === '' || isTime(row.orderBy) ? null : t('badTime')}
                      >
                        <TextInput
                          value={row.orderBy}
                          placeholder="08:30"
                          onValueChange={(orderBy) => change(row.key, { orderBy })}
                        />
                      </Field>
                    </Cell>
                    <Cell>
                      <span className="flex gap-4">
                        {weekdays.map((day) => (
                          <Checkbox
                            key={day}
                            isChecked={row.weekdays.includes(day)}
                            onCheckedChange={(isOn) =>
                              change(row.key, {
                                weekdays: isOn
                                  ? [...row.weekdays, day].sort()
                                  : row.weekdays.filter((one) => one !== day),
                              })
                            }
                          >
                            {t(`days.d${day}`)}
                          </Checkbox>
                        ))}
                      </span>
                    </Cell>
                    <Cell align="right">
                      <IconButton
                        label={t('remove', { at: row.arrivesAt })}
                        icon={<Icon of={X} />}
                        onClick={() => setRows((before) => before.filter(({ key }) => key !== row.key))}
                      />
                    </Cell>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          )}
        </Panel>
      </EntryFrame>
    </Page>
  );
}
