'use client';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { FieldValue } from '@/components/record/field-value';
import { Button } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { personRecord } from '@/domain/people/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { EndGuestDialog } from './guest-dialogs';
import type { PeopleRights, PersonDetail } from './people-types';
import { useHouseName } from './use-house-name';

/** Whose guest he is, and why he works here. */
export function GuestSection({ person }: { person: PersonDetail }) {
  const t = useTranslations('people');
  const { guest, organisations, state } = person;
  const nameOf = useHouseName(organisations);
  if (!guest) return null;
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('guest.from', { house: nameOf(guest.homeOrgId) })}</h3>
      {guest.reason && <p>{t('guest.why', { reason: guest.reason })}</p>}
      {guest.ended && (
        <p>
          <FieldValue definition={personRecord} name="ended" row={guest} />
        </p>
      )}
      {state === 'active' && (
        <p className="mt-1 text-12 text-ink-3">{t('guest.accountAtHome', { house: nameOf(guest.homeOrgId) })}</p>
      )}
    </section>
  );
}

/** In which other houses somebody of this one works: it sees it, and may end it. */
export function ElsewhereSection({ person, rights }: { person: PersonDetail; rights: PeopleRights }) {
  const t = useTranslations('people');
  const format = useFormat();
  const now = useCityNow(60_000) ?? undefined;
  const open = useOpenDialog();
  const nameOf = useHouseName(person.organisations);
  if (person.elsewhere.length === 0) return null;
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('guest.elsewhere')}</h3>
      <ul className="flex flex-col gap-2">
        {person.elsewhere.map(({ orgId, posts, reason, createdAt, version }) => (
          <li key={orgId} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <p className="font-bold">{nameOf(orgId)}</p>
              {posts.map(({ department, roles }) => (
                <p key={department} className="text-ink-2">
                  {department || nothing}
                  {'　'}
                  {roles.length > 0
                    ? format.list(roles.map((role) => t(`options.roles.${role}`)))
                    : t('detail.signsOnly')}
                </p>
              ))}
              <p className="text-12 text-ink-3">
                <DayTime at={createdAt} now={now} />
                {reason && `　${reason}`}
              </p>
            </div>
            {rights.mayKeepGuests && !person.isOwn && (
              <Button
                size="sm"
                aria-label={t('guest.endIn', { house: nameOf(orgId) })}
                onClick={() =>
                  open((close) => (
                    <EndGuestDialog person={person} guest={{ orgId, version }} house={nameOf(orgId)} onClose={close} />
                  ))
                }
              >
                {t('guest.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
