'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { MultiSelect } from '@/components/ui/multi-select';
import { TextInput } from '@/components/ui/text-input';
import { rolesFor } from '@/domain/people/rules';
import type { Post } from '@/domain/people/schema';
import type { OrganisationKind, Role } from '@/domain/permissions';

/** A post being typed. */
export interface TypedPost extends Post {
  readonly key: string;
}

const postsAtMost = 6;

type PostsEditorProps = {
  posts: readonly TypedPost[];
  orgKind: OrganisationKind;
  onChange: (posts: TypedPost[]) => void;
  newKey: () => string;
};

/** Where somebody works as what, a line for each department. */
export function PostsEditor({ posts, orgKind, onChange, newKey }: PostsEditorProps) {
  const t = useTranslations('people');
  // A role that was given otherwise is shown, so that it can be taken away.
  const offered = [...new Set([...rolesFor(orgKind), ...posts.flatMap((post) => post.roles)])];
  const items = offered.map((role) => ({ value: role, label: t(`options.roles.${role}`) }));
  const set = (key: string, change: Partial<Post>) =>
    onChange(posts.map((post) => (post.key === key ? { ...post, ...change } : post)));
  return (
    <fieldset className="mt-3">
      <legend className="mb-1 text-13 text-ink-2">{t('form.posts')}</legend>
      <ul className="flex flex-col gap-2">
        {posts.map((post) => (
          <li key={post.key} className="flex items-end gap-2">
            <Field label={t('fields.department')} layout="top" className="w-40 flex-none">
              <TextInput
                maxLength={40}
                value={post.department}
                onValueChange={(department) => set(post.key, { department })}
              />
            </Field>
            <Field label={t('fields.roles')} layout="top" className="min-w-0 flex-1">
              <MultiSelect<Role>
                items={items}
                value={post.roles}
                placeholder={t('detail.signsOnly')}
                onValueChange={(roles) => set(post.key, { roles })}
              />
            </Field>
            {posts.length > 1 && (
              <IconButton
                label={t('form.removePost', { department: post.department })}
                icon={<Icon of={X} />}
                onClick={() => onChange(posts.filter(({ key }) => key !== post.key))}
              />
            )}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-12 text-ink-3">{t('form.postsHint')}</p>
      {posts.length < postsAtMost && (
        <Button
          size="sm"
          variant="ghost"
          icon={<Icon of={Plus} size={16} />}
          onClick={() => onChange([...posts, { key: newKey(), department: '', roles: [] }])}
        >
          {t('form.addPost')}
        </Button>
      )}
    </fieldset>
  );
}
