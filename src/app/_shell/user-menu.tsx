'use client';
import { useTranslations } from 'use-intl';
import { ActionMenu } from '@/components/ui/action-menu';
import { boardButton } from './board-button';
import type { DeskSession } from './frame-types';

type UserMenuProps = {
  session: DeskSession;
  onSignOut: (() => void) | undefined;
  onViewAs: (() => void) | undefined;
};

export function UserMenu({ session, onSignOut, onViewAs }: UserMenuProps) {
  const t = useTranslations('shell');
  const ui = useTranslations('ui');
  const viewAs = useTranslations('view-as');
  return (
    <ActionMenu
      trigger={
        <button type="button" className={boardButton}>
          <span className="sr-only">{ui('prefix', { label: t('user') })}</span>
          {session.personName}
          <span className="text-12 text-board-ink-2">{session.soloDuty ?? session.roleName}</span>
        </button>
      }
      items={[
        { kind: 'heading', key: 'who', label: t('userInRole', { name: session.personName, role: session.roleName }) },
        ...(onViewAs ? [{ key: 'view-as', label: viewAs('menu'), onSelect: onViewAs }] : []),
        ...(onSignOut ? [{ key: 'sign-out', label: t('signOut'), onSelect: onSignOut }] : []),
      ]}
    />
  );
}
