'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { TextInput } from '@/components/ui/text-input';
import { personRecord } from '@/domain/people/record';
import { hasSamePosts } from '@/domain/people/rules';
import type { Post } from '@/domain/people/schema';
import type { OrganisationKind } from '@/domain/permissions';
import type { PersonDetail } from './people-types';
import { PostsEditor, type TypedPost } from './posts-editor';

type PersonDialogProps = {
  /** Null: somebody new. */
  person: PersonDetail | null;
  orgKind: OrganisationKind;
  onClose: () => void;
};

const layout = { className: 'w-full', labelWidth: 96 } as const;
const typed = (posts: readonly Post[]): TypedPost[] => posts.map((post) => ({ ...post, key: mintUuid() }));
const plain = (posts: readonly TypedPost[]): Post[] =>
  posts.map(({ department, roles }) => ({ department: department.trim(), roles }));

/** Somebody of the directory: registered, or changed against the version that was seen. */
export function PersonDialog({ person, orgKind, onClose }: PersonDialogProps) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const client = useQueryClient();
  const [staffNo, setStaffNo] = useState('');
  const [name, setName] = useState(person?.name ?? '');
  const [title, setTitle] = useState(person?.title ?? '');
  const [posts, setPosts] = useState(() =>
    typed(person?.posts.length ? person.posts : [{ department: '', roles: [] }]),
  );
  const register = useCommand(trpc.people.register.mutationOptions());
  const modify = useCommand(trpc.people.modify.mutationOptions());
  const command = person ? modify : register;
  const seen = useSeenVersion(modify, person?.version ?? 0);
  const history = useQuery(trpc.people.history.queryOptions({ id: person?.id ?? '' }, { enabled: person !== null }));
  const isChanged = person
    ? name.trim() !== person.name || title.trim() !== person.title || !hasSamePosts(plain(posts), person.posts)
    : staffNo !== '' ||
      name !== '' ||
      title !== '' ||
      plain(posts).some((post) => post.department || post.roles.length);
  const missing =
    !person && staffNo.trim() === ''
      ? t('form.needsStaffNo')
      : name.trim() === ''
        ? t('form.needsName')
        : !isChanged
          ? t('form.needsChange')
          : null;
  const values = { name: name.trim(), title: title.trim(), posts: plain(posts) };
  // Only what was changed here: what a colleague changes meanwhile stands beside it.
  const changed = {
    ...(values.name === person?.name ? {} : { name: values.name }),
    ...(values.title === person?.title ? {} : { title: values.title }),
    ...(person && hasSamePosts(values.posts, person.posts) ? {} : { posts: values.posts }),
  };
  return (
    <CommandDialog<unknown>
      command={command}
      definition={personRecord}
      title={person ? t('form.modifyTitle', { name: person.name }) : t('form.createTitle')}
      isDirty={isChanged}
      missing={missing}
      actionLabel={t(person ? 'form.saveModified' : 'form.save')}
      onSend={() =>
        person
          ? modify.send({ id: person.id, version: seen.version, ...changed })
          : register.send({ staffNo: staffNo.trim(), ...values })
      }
      onDone={() => client.invalidateQueries({ queryKey: trpc.people.pathKey() })}
      onClose={onClose}
      meanwhile={person ? <ChangedMeanwhile definition={personRecord} seen={seen} history={history} /> : undefined}
    >
      <div className="flex flex-col gap-3">
        <Field {...layout} label={t('fields.staffNo')} hint={person ? undefined : t('form.staffNoHint')}>
          {person ? (
            <ReadOnlyValue>{person.staffNo}</ReadOnlyValue>
          ) : (
            <TextInput value={staffNo} maxLength={20} autoFocus onValueChange={setStaffNo} />
          )}
        </Field>
        <Field {...layout} label={t('fields.name')}>
          <TextInput value={name} maxLength={40} autoFocus={person !== null} onValueChange={setName} />
        </Field>
        <Field {...layout} label={t('fields.title')}>
          <TextInput value={title} maxLength={40} onValueChange={setTitle} />
        </Field>
      </div>
      {person?.isOwn ? (
        <p className="mt-3 text-12 text-ink-3">{t('form.ownPosts')}</p>
      ) : (
        <PostsEditor posts={posts} orgKind={orgKind} onChange={setPosts} newKey={mintUuid} />
      )}
    </CommandDialog>
  );
}
