import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import type { MenuEntry, MenuItem, SubPageItem } from '@/app/_shell/frame-types';
import { can } from '@/domain/permissions';
import { lookChoices } from '@/domain/view-as';
import { readTranslations } from '@/i18n/server';
import { type DeskFacts, findWords, menuFor, pagesFor, readDesk } from '../_server/desk';
import { titleInPractice } from '../_server/practice';
import { Desk } from './_frame/desk';

export async function generateMetadata(): Promise<Metadata> {
  return titleInPractice();
}

/** Every desk page: who is asking, what they may open, and the live connection. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const desk = await readDesk();
  if (!desk) redirect('/login');
  if (desk.mustChangePasswordFirst) redirect('/first-password');
  const t = await readTranslations('modules');
  const [firstRole] = desk.actor.roles;
  return (
    // Drawn for somebody else, nothing of the page that stood here lives on.
    <Desk
      key={desk.drawnFor}
      drawnFor={desk.drawnFor}
      data={{
        session: {
          personName: desk.actor.name,
          roleName: firstRole ? t(`roles.${firstRole}`) : '',
          organisationName: desk.actor.orgName,
          departmentName: desk.actor.department,
          memberships: desk.memberships.map((membership) => ({
            key: membership.membershipId,
            organisation: membership.orgName,
            department: membership.department,
            role: '',
            isCurrent: membership.membershipId === desk.membershipId,
          })),
        },
        ...(desk.actor.look ? { look: { roleName: t(`roles.${desk.actor.look.role}`) } } : {}),
        ...(can(desk.actor.roles, 'recalls.alarm')
          ? {
              alarm: {
                mayOpen: can(desk.actor.roles, 'recalls.read'),
                mayAcknowledge: can(desk.actor.roles, 'recalls.acknowledge') && !desk.actor.look,
              },
            }
          : {}),
        mayViewAs: lookChoices(desk.actor.orgKind, desk.actor.roles).length > 0 && !desk.actor.look,
        menu: await menuEntries(desk),
        pages: await pageItems(desk),
        dataKind: desk.isPractice ? 'practice' : desk.isDemo ? 'demo' : 'real',
        isUnencrypted: desk.isInsecure,
        dutyPhone: desk.dutyPhone,
        ruleVersion: desk.rulesVersion,
      }}
      heartbeat={desk.heartbeat}
      viewer={{ orgId: desk.actor.orgId, isOffice: desk.actor.orgKind === 'blood_office' }}
      isLocked={desk.isLocked}
      secondsToLock={desk.secondsToLock}
    >
      {children}
    </Desk>
  );
}

async function menuEntries(desk: DeskFacts): Promise<MenuEntry[]> {
  const t = await readTranslations('modules');
  const entries: MenuEntry[] = [];
  let hasLine = false;
  for (const entry of menuFor(desk)) {
    const item: MenuItem = {
      key: entry.module,
      href: entry.path,
      label: t(`names.${entry.module}`),
      search: findWords(t(`names.${entry.module}`)),
      waitingCount: desk.waiting[entry.module] ?? 0,
    };
    if (entry.isBelowLine && !hasLine && entries.length > 0) {
      entries.push({ kind: 'line', key: 'line' });
      hasLine = true;
    }
    const last = entries.at(-1);
    if (!entry.group) entries.push({ kind: 'item', ...item });
    else if (last?.kind === 'group' && last.key === entry.group)
      entries[entries.length - 1] = { ...last, items: [...last.items, item] };
    else entries.push({ kind: 'group', key: entry.group, label: t(`groups.${entry.group}`), items: [item] });
  }
  return entries;
}

async function pageItems(desk: DeskFacts): Promise<SubPageItem[]> {
  const t = await readTranslations('modules');
  return pagesFor(desk).map((page) => {
    const label = t(`pages.${page.key}.name`);
    const also = t(`pages.${page.key}.also`);
    return {
      key: page.key,
      href: page.path,
      label,
      search: `${findWords(label)} ${also} ${findWords(also)}`,
      ...('module' in page ? { heading: t(`names.${page.module}`) } : {}),
    };
  });
}
