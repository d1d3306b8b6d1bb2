'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { personRecord } from '@/domain/people/record';
import { SecretDialog } from './secret-dialog';

const layout = { className: 'w-full', labelWidth: 96 } as const;
const empty = { staffNo: '', name: '', title: '', department: '', reason: '' };

/** An office opens an administrator's account of another house, and says why. */
export function OpenElsewhereDialog({ house: asked = null, onClose }: { house?: string | null; onClose: () => void }) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const open = useOpenDialog();
  const houses = useQuery(trpc.people.houses.queryOptions({}));
  const [orgId, setOrgId] = useState<string | null>(asked);
  const [form, setForm] = useState(empty);
  const command = useCommand(trpc.people.openElsewhere.mutationOptions());
  const house = houses.data?.find(({ id }) => id === orgId);
  const items = (houses.data ?? []).map(({ id, name, search }) => ({ value: id, label: name, code: id, search }));
  const missing = !house
    ? t('elsewhere.needsHouse')
    : form.staffNo.trim() === ''
      ? t('form.needsStaffNo')
      : form.name.trim() === ''
        ? t('form.needsName')
        : form.reason.trim().length < 2
          ? t('elsewhere.needsReason')
          : null;
  return (
    <CommandDialog
      command={command}
      definition={personRecord}
      title={t('elsewhere.title')}
      description={t('elsewhere.hint')}
      isDirty={orgId !== asked || Object.values(form).some((text) => text !== '')}
      missing={missing}
      actionLabel={t('elsewhere.action')}
      onSend={() =>
        house
          ? command.send({
              orgId: house.id,
              staffNo: form.staffNo.trim(),
              name: form.name.trim(),
              title: form.title.trim(),
              department: form.department.trim(),
              reason: form.reason.trim(),
              role: house.kind === 'blood_office' ? 'city_admin' : 'hospital_admin',
            })
          : null
      }
      onDone={async (opened) => open((close) => <SecretDialog opened={opened} onClose={close} />)}
      onClose={onClose}
    >
      {houses.error && <FailurePanel definition={personRecord} failure={readFailure(houses.error)} />}
      <div className="flex flex-col gap-3">
        <Field {...layout} label={t('elsewhere.house')}>
          <Combobox
            items={items}
            value={items.find(({ value }) => value === orgId) ?? null}
            onValueChange={(item) => setOrgId(item?.value ?? null)}
          />
        </Field>
        {(['staffNo', 'name', 'title', 'department', 'reason'] as const).map((field) => (
          <Field key={field} {...layout} label={t(`fields.${field}`)}>
            <TextInput
              value={form[field]}
              maxLength={field === 'staffNo' ? 20 : field === 'reason' ? 200 : 40}
              onValueChange={(text) => setForm((before) => ({ ...before, [field]: text }))}
            />
          </Field>
        ))}
      </div>
    </CommandDialog>
  );
}
