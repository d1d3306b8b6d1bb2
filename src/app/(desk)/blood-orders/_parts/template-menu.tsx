'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { ActionMenu } from '@/components/ui/action-menu';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { TextInput } from '@/components/ui/text-input';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import type { OrderLineInput } from '@/domain/blood-orders/schema';
import { placeKey } from '@/domain/stock/matrix';
import { useFormat } from '@/i18n/provider';
import { isSpecial, type OrderDraft } from './order-draft';
import type { OrderDesk } from './order-types';

type TemplateMenuProps = {
  last: OrderDesk['last'];
  lines: readonly OrderLineInput[];
  onTake: (cells: OrderDraft['cells']) => void;
};

type StockLine = Pick<OrderLineInput, 'component' | 'abo' | 'rhd' | 'amount'>;

/** The last order and the house's templates: what is taken fills the grid, and nothing is sent by it. */
export function TemplateMenu({ last, lines, onTake }: TemplateMenuProps) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const format = useFormat();
  const open = useOpenDialog();
  const templates = useQuery(trpc.bloodOrders.templates.queryOptions());
  const take = (taken: readonly StockLine[]) =>
    onTake(Object.fromEntries(taken.map((line) => [placeKey(line), line.amount / 100])));

  async function takeLast(id: string) {
    const order = await client.bloodOrders.get.query({ id });
    take(order.lines.filter((line) => !isSpecial(line)));
  }

  const stock = lines.map(({ component, abo, rhd, amount }) => ({ component, abo, rhd, amount }));
  return (
    <ActionMenu
      align="end"
      trigger={
        <Button>
          {t('templates')}
          <Icon of={ChevronDown} size={14} />
        </Button>
      }
      items={[
        {
          key: 'last',
          label: t('likeLast'),
          note: last ? `${last.no} ${format.dateTime(last.createdAt)}` : t('likeLastNone'),
          onSelect: () => last && void takeLast(last.id).catch(() => undefined),
          ...(last ? {} : { disabledReason: t('likeLastNone') }),
        },
        { kind: 'separator', key: 'line' },
        ...(templates.data ?? []).map((template) => ({
          key: template.id,
          label: t('templateTake', { name: template.name }),
          onSelect: () => take(template.lines),
        })),
        { kind: 'separator' as const, key: 'line2' },
        {
          key: 'save',
          label: t('templateSave'),
          onSelect: () => open((close) => <SaveTemplate lines={stock} onClose={close} />),
          ...(stock.length > 0 ? {} : { disabledReason: t('needLines') }),
        },
        ...(templates.data ?? []).map((template) => ({
          key: `drop ${template.id}`,
          label: t('templateDrop', { name: template.name }),
          isDanger: true,
          onSelect: () => open((close) => <DropTemplate template={template} onClose={close} />),
        })),
      ]}
    />
  );
}

function SaveTemplate({ lines, onClose }: { lines: StockLine[]; onClose: () => void }) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.bloodOrders.saveTemplate.mutationOptions());
  const [name, setName] = useState('');
  return (
    <CommandDialog
      command={command}
      definition={bloodOrderRecord}
      title={t('templateSaveTitle')}
      description={t('templateReplace')}
      isDirty={name !== ''}
      missing={name.trim() === '' ? t('needName') : null}
      actionLabel={t('templateSaveTitle')}
      onSend={() => command.send({ name: name.trim(), lines })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.bloodOrders.templates.pathKey() })}
      onClose={onClose}
    >
      <Field label={t('templateName')} layout="top">
        <TextInput autoFocus maxLength={40} value={name} onValueChange={setName} />
      </Field>
    </CommandDialog>
  );
}

function DropTemplate({ template, onClose }: { template: { id: string; name: string }; onClose: () => void }) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.bloodOrders.dropTemplate.mutationOptions());
  return (
    <CommandDialog
      command={command}
      definition={bloodOrderRecord}
      title={t('templateDrop', { name: template.name })}
      isDirty={false}
      missing={null}
      actionLabel={t('templateDrop', { name: template.name })}
      isDanger
      onSend={() => command.send({ id: template.id })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.bloodOrders.templates.pathKey() })}
      onClose={onClose}
    >
      {null}
    </CommandDialog>
  );
}
