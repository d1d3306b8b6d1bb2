'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { StatusMark } from '@/components/ui/status-mark';
import { TextInput } from '@/components/ui/text-input';
import { toast } from '@/components/ui/toast-host';
import { personRecord } from '@/domain/people/record';
import type { Post } from '@/domain/people/schema';
import type { OrganisationKind } from '@/domain/permissions';
import { PostsEditor, type TypedPost } from './posts-editor';

const layout = { className: 'w-full', labelWidth: 96 } as const;

type AskInDialogProps = { orgKind: OrganisationKind; onClose: () => void; onAsked: (id: string) => void };

/** 外单位人员兼任: found by house and exact number, shown by name, then given departments and roles here. */
export function AskInDialog({ orgKind, onClose, onAsked }: AskInDialogProps) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const client = useQueryClient();
  const houses = useQuery(trpc.people.housesToAsk.queryOptions({}));
  const [orgId, setOrgId] = useState<string | null>(null);
  const [staffNo, setStaffNo] = useState('');
  /** Of what was asked last; another house or number, and nobody is found yet. */
  const [found, setFound] = useState<{ staffNo: string; name: string | null } | null>(null);
  const [posts, setPosts] = useState<TypedPost[]>(() => [{ key: mintUuid(), department: '', roles: [] }]);
  const [reason, setReason] = useState('');
  const find = useCommand(trpc.people.findElsewhere.mutationOptions());
  const command = useCommand(trpc.people.askIn.mutationOptions());
  const house = houses.data?.find(({ id }) => id === orgId);
  const items = (houses.data ?? []).map(({ id, name, search }) => ({ value: id, label: name, code: id, search }));
  const no = staffNo.trim();
  const plain: Post[] = posts.map(({ department, roles }) => ({ department: department.trim(), roles }));
  const missing = !house
    ? t('elsewhere.needsHouse')
    : no === ''
      ? t('form.needsStaffNo')
      : !found?.name
        ? t('guest.needsFinding')
        : reason.trim().length < 2
          ? t('elsewhere.needsReason')
          : null;

  function forget() {
    setFound(null);
    find.beginAnew();
  }
  async function look() {
    if (!house || no === '' || isSending(find)) return;
    forget();
    await find.send({ orgId: house.id, staffNo: no }).then(setFound, () => undefined);
  }

  return (
    <CommandDialog
      command={command}
      definition={personRecord}
      title={t('guest.askTitle')}
      description={t('guest.askHint')}
      isDirty={
        orgId !== null || no !== '' || reason !== '' || plain.some((post) => post.department || post.roles.length)
      }
      missing={missing}
      actionLabel={t('guest.ask')}
      onSend={() =>
        house && found?.name
          ? command.send({ orgId: house.id, staffNo: found.staffNo, posts: plain, reason: reason.trim() })
          : null
      }
      onDone={async ({ id, name, hasAccount }) => {
        await client.invalidateQueries({ queryKey: trpc.people.pathKey() });
        toast(t(hasAccount ? 'guest.asked' : 'guest.askedWithoutAccount', { name, house: house?.name ?? '' }));
        onAsked(id);
      }}
      onClose={onClose}
    >
      {houses.error && <FailurePanel definition={personRecord} failure={readFailure(houses.error)} />}
      <div className="flex flex-col gap-3">
        <Field {...layout} label={t('guest.house')}>
          <Combobox
            items={items}
            value={items.find(({ value }) => value === orgId) ?? null}
            onValueChange={(item) => {
              setOrgId(item?.value ?? null);
              forget();
            }}
          />
        </Field>
        <Field {...layout} label={t('guest.staffNo')} hint={t('guest.staffNoHint')}>
          <span className="flex min-w-0 flex-1 gap-2">
            <TextInput
              value={staffNo}
              maxLength={20}
              inputClassName="font-code"
              onValueChange={(text) => {
                setStaffNo(text);
                forget();
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                void look();
              }}
            />
            <Button
              isPending={isSending(find)}
              isDisabled={!house || no === ''}
              onClick={() => void look()}
              className="flex-none"
            >
              {t('guest.find')}
            </Button>
          </span>
        </Field>
        <div role="status" className="pl-[96px] text-14 empty:hidden">
          {found &&
            (found.name ? (
              <StatusMark tone="done">
                {t('guest.found', { name: found.name, staffNo: found.staffNo, house: house?.name ?? '' })}
              </StatusMark>
            ) : (
              <span className="text-stop">
                {t('guest.nobody', { staffNo: found.staffNo, house: house?.name ?? '' })}
              </span>
            ))}
        </div>
        {find.failure && <FailurePanel definition={personRecord} failure={find.failure} />}
      </div>
      <PostsEditor posts={posts} orgKind={orgKind} onChange={setPosts} newKey={mintUuid} />
      <Field {...layout} className="mt-3 w-full" label={t('fields.reason')}>
        <TextInput value={reason} maxLength={200} onValueChange={setReason} />
      </Field>
    </CommandDialog>
  );
}
