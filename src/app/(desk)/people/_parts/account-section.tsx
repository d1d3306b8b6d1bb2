'use client';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { toast } from '@/components/ui/toast-host';
import { personRecord } from '@/domain/people/record';
import { AccountDialog } from './account-dialog';
import type { PeopleRights, PersonDetail } from './people-types';

type AccountSectionProps = { person: PersonDetail; rights: PeopleRights };

/** Account and badge of somebody on duty: what there is, where it is signed in, and what an administrator does about it. */
export function AccountSection({ person, rights }: AccountSectionProps) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(60_000) ?? undefined;
  const open = useOpenDialog();
  const unlock = useCommand(trpc.people.unlockAccount.mutationOptions());
  const end = useCommand(trpc.people.endSessions.mutationOptions());
  const { id, name, account, hasBadge, isActive, isOwn, sessions } = person;
  // A guest's account and badge are his own house's.
  const mayOpen = rights.mayOpenAccounts && isActive && !isOwn && person.guest === null;
  const refresh = () => client.invalidateQueries({ queryKey: trpc.people.pathKey() });
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('detail.account')}</h3>
      <p>
        {t(`options.account.${account}`)}
        {'　'}
        {t(hasBadge ? 'detail.hasBadge' : 'detail.noBadge')}
      </p>
      {account !== 'none' && (
        <div className="mt-1 text-ink-2">
          {sessions.length === 0 ? (
            <p>{t('detail.noSessions')}</p>
          ) : (
            <>
              <p>{t('detail.sessions')}</p>
              <ul>
                {sessions.map((session) => (
                  <li key={session.id} className="flex gap-2">
                    <span>{session.deviceLabel || t('detail.aDevice')}</span>
                    {session.isLocked && <span className="text-ink-3">{t('detail.locked')}</span>}
                    <span className="ml-auto text-ink-3">
                      <DayTime at={session.lastHumanAt} now={now} />
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      {[unlock.failure, end.failure].map(
        (failure) => failure && <FailurePanel key={failure.code} definition={personRecord} failure={failure} />,
      )}
      {isOwn && <p className="mt-1 text-12 text-ink-3">{t('detail.own')}</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        {mayOpen && (
          <Button size="sm" onClick={() => open((close) => <AccountDialog person={person} onClose={close} />)}>
            {t(account === 'none' ? 'detail.openAccount' : 'detail.resetPassword')}
          </Button>
        )}
        {mayOpen && account !== 'none' && (
          <Button
            size="sm"
            isPending={isSending(unlock)}
            onClick={() =>
              void unlock.send({ id }).then(
                ({ wasCounted }) => {
                  unlock.beginAnew();
                  toast(t(wasCounted ? 'detail.unlocked' : 'detail.wasNotLocked', { name }));
                  return refresh();
                },
                () => undefined,
              )
            }
          >
            {t('detail.unlock')}
          </Button>
        )}
        {mayOpen && sessions.length > 0 && (
          <Button
            size="sm"
            isPending={isSending(end)}
            onClick={() =>
              void end.send({ id }).then(
                ({ ended }) => {
                  end.beginAnew();
                  toast(t('detail.ended', { count: ended }));
                  return refresh();
                },
                () => undefined,
              )
            }
          >
            {t('detail.endSessions')}
          </Button>
        )}
        {rights.mayIssueBadges && isActive && person.guest === null && (
          <Link href={`/people/badges?ids=${id}`} className={buttonClasses('secondary', 'sm')}>
            {t(hasBadge ? 'detail.badgeAgain' : 'detail.badge')}
          </Link>
        )}
      </div>
    </section>
  );
}
