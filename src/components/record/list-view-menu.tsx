'use client';
import Columns3 from 'lucide-react/icons/columns-3';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionMenu, type ActionMenuItem } from '@/components/ui/action-menu';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { OnDemand } from '@/components/ui/on-demand';
import type { ListDefinition } from '@/domain/record';
import type { ListState } from './list-state';
import type { KeptView, ListViewStore } from './list-views';

const ListViewDialogs = lazy(() => import('./list-view-dialogs'));

export type ListViewMenuProps = { definition: ListDefinition; list: ListState; views: ListViewStore };
type MenuProps = ListViewMenuProps & { size?: 'sm' | 'dense' };
export type ListViewQuestion = 'save' | 'manage' | 'columns';

/** One's own views of a list, what the house shares, and the columns. */
export function ListViewMenu({ definition, list, views, size = 'dense' }: MenuProps) {
  const t = useTranslations('record.view');
  const [asked, ask] = useState<ListViewQuestion | null>(null);
  const named = views.views.filter(({ name }) => name !== '');
  const itemOf = (view: KeptView): ActionMenuItem => ({
    key: view.id,
    label: view.name,
    isChosen: list.view?.id === view.id && !list.isViewChanged,
    ...(view.isMine ? {} : { note: view.by }),
    onSelect: () => list.chooseView(view),
  });
  const group = (key: string, label: string, some: readonly KeptView[]): ActionMenuItem[] =>
    some.length === 0
      ? []
      : [{ kind: 'heading', key, label }, ...some.map(itemOf), { kind: 'separator', key: `${key}-end` }];
  const mine = named.filter(({ isMine }) => isMine);
  return (
    <>
      <ActionMenu
        trigger={
          <Button size={size} icon={<Icon of={Columns3} />}>
            {(list.isViewChanged && list.view?.name ? t('changed', { name: list.view.name }) : list.view?.name) ||
              t('menu')}
          </Button>
        }
        items={[
          ...group('mine', t('mine'), mine),
          ...group(
            'shared',
            t('shared'),
            named.filter(({ isMine }) => !isMine),
          ),
          { key: 'columns', label: t('columns'), onSelect: () => ask('columns') },
          { key: 'save', label: t('save'), onSelect: () => ask('save') },
          { key: 'manage', label: t('manage'), onSelect: () => ask('manage') },
        ]}
      />
      {asked && (
        <OnDemand onMissing={() => ask(null)}>
          <Suspense fallback={null}>
            <ListViewDialogs {...{ asked, definition, list, views }} onClose={() => ask(null)} />
          </Suspense>
        </OnDemand>
      )}
    </>
  );
}
