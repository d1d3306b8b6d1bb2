'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import UserPlus from 'lucide-react/icons/user-plus';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { patientRecord } from '@/domain/patients/record';
import { PatientDrawer } from './patient-drawer';

type PatientListProps = { mayRegister: boolean; mayReveal: boolean };

export function PatientList({ mayRegister, mayReveal }: PatientListProps) {
  const t = useTranslations('patients');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(patientRecord);
  const answer = useQuery(trpc.patients.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  return (
    <RecordListPage
      definition={patientRecord}
      list={list}
      answer={answer}
      hiddenBesideDrawer={['groupDeterminations', 'antibodies', 'requirements', 'updatedAt']}
      {...(now ? { now } : {})}
      actions={
        mayRegister && (
          <Link href="/patients/new" className={buttonClasses('primary', 'dense')}>
            <Icon of={UserPlus} />
            {t('register')}
          </Link>
        )
      }
      drawer={
        list.openId && (
          <PatientDrawer
            id={list.openId}
            mayCorrect={mayRegister}
            mayReveal={mayReveal}
            onClose={() => list.open(null)}
          />
        )
      }
    />
  );
}
