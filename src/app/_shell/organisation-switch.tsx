'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useTranslations } from 'use-intl';
import { ActionMenu } from '@/components/ui/action-menu';
import { Icon } from '@/components/ui/icon';
import { boardButton, boardCell } from './board-button';
import type { DeskSession } from './frame-types';

type OrganisationSwitchProps = { session: DeskSession; onSwitch: ((key: string) => void) | undefined };

export function OrganisationSwitch({ session, onSwitch }: OrganisationSwitchProps) {
  const t = useTranslations('shell');
  const ui = useTranslations('ui');
  const placeOf = (organisation: string, department: string) =>
    department ? t('place', { organisation, department }) : organisation;
  const name = placeOf(session.organisationName, session.departmentName);
  if (session.memberships.length < 2 || !onSwitch)
    return (
      <span className={boardCell}>
        <span className="sr-only">{ui('prefix', { label: t('organisation') })}</span>
        <span className="max-w-64 min-w-0 truncate">{name}</span>
      </span>
    );
  return (
    <ActionMenu
      trigger={
        <button type="button" className={boardButton} title={t('switchOrganisation')}>
          <span className="sr-only">{ui('prefix', { label: t('switchOrganisation') })}</span>
          <span className="max-w-64 min-w-0 truncate">{name}</span>
          <Icon of={ChevronDown} size={16} />
        </button>
      }
      items={session.memberships.map((membership) => ({
        key: membership.key,
        label: placeOf(membership.organisation, membership.department),
        note: membership.role,
        isChosen: membership.isCurrent,
        onSelect: () => !membership.isCurrent && onSwitch(membership.key),
      }))}
    />
  );
}
