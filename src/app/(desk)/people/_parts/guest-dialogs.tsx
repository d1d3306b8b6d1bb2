'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { personRecord } from '@/domain/people/record';
import { hasSamePosts } from '@/domain/people/rules';
import type { Post } from '@/domain/people/schema';
import type { PersonDetail } from './people-types';
import { PostsEditor, type TypedPost } from './posts-editor';

/** Where a guest works in this house, and as what: the rest of him is his own house's to change. */
export function GuestPostsDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const { id, name, orgKind } = person;
  const t = useTranslations('people');
  const trpc = useTRPC();
  const client = useQueryClient();
  const [posts, setPosts] = useState<TypedPost[]>(() => person.posts.map((post) => ({ ...post, key: mintUuid() })));
  const command = useCommand(trpc.people.modifyGuest.mutationOptions());
  const seen = useSeenVersion(command, person.version);
  const history = useQuery(trpc.people.history.queryOptions({ id }));
  const plain: Post[] = posts.map(({ department, roles }) => ({ department: department.trim(), roles }));
  const isChanged = !hasSamePosts(plain, person.posts);
  return (
    <CommandDialog
      command={command}
      definition={personRecord}
      title={t('guest.modifyTitle', { name })}
      description={t('guest.modifyHint')}
      isDirty={isChanged}
      missing={isChanged ? null : t('form.needsChange')}
      actionLabel={t('form.saveModified')}
      onSend={() => command.send({ id, version: seen.version, posts: plain })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.people.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={personRecord} seen={seen} history={history} />}
    >
      <PostsEditor posts={posts} orgKind={orgKind} onChange={setPosts} newKey={mintUuid} />
    </CommandDialog>
  );
}

type EndGuestDialogProps = {
  person: Pick<PersonDetail, 'id' | 'name'>;
  /** The house where he is a guest, and how it has him. */
  guest: { readonly orgId: string; readonly version: number };
  /** Its name where it is not the own one: said in the title. */
  house: string | null;
  onClose: () => void;
};

/** 结束兼任, by the house where he works or by the one that keeps him; what becomes of his work there is said before. */
export function EndGuestDialog({ person, guest, house, onClose }: EndGuestDialogProps) {
  const { id, name } = person;
  const t = useTranslations('people.guest');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.people.endGuest.mutationOptions());
  return (
    <ReasonDialog
      command={command}
      definition={personRecord}
      title={house === null ? t('endTitle', { name }) : t('endElsewhereTitle', { name, house })}
      description={house === null ? t('endHint') : t('endElsewhereHint')}
      reasonLabel={t('reason')}
      reasonMissing={t('needsReason')}
      actionLabel={t('end')}
      isDanger
      onSend={(reason) => command.send({ id, orgId: guest.orgId, version: guest.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.people.pathKey() })}
      onClose={onClose}
    />
  );
}
