'use client';
import { useTranslations } from 'use-intl';
import { ActionMenu } from '@/components/ui/action-menu';
import { boardButton } from './board-button';
import type { DeskSession } from './frame-types';

type UserMenuProps = { session: DeskSession; onSignOut: (() => void) | undefined };

export function UserMenu({ session, onSignOut }: UserMenuProps) {
  const t = useTranslations('shell');
  return (
    <ActionMenu
      trigger={
        <button type="button" className={boardButton}>
          <span className="sr-only">{t('user')}：</span>
          {session.personName}
          <span className="text-12 text-board-ink-2">{session.soloDuty ?? session.roleName}</span>
        </button>
      }
      items={[
        { kind: 'heading', key: 'who', label: `${session.personName}　${session.roleName}` },
        ...(onSignOut ? [{ key: 'sign-out', label: t('signOut'), onSelect: onSignOut }] : []),
      ]}
    />
  );
}
