'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Printer from 'lucide-react/icons/printer';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { Button, buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { FormDrawer } from './form-drawer';
import type { FormRights } from './form-types';
import { PrintDialog } from './print-dialog';

const tabs: readonly RecordTab[] = [
  { name: 'all' },
  ...(['printed', 'entered', 'void'] as const).map((state) => ({ name: state, filters: { state } })),
];
const hiddenBesideDrawer = ['printedBy', 'enteredBy', 'backdatedCount'];

/** Every sheet that was printed, used or not. */
export function FormList(rights: FormRights) {
  const t = useTranslations('downtime-forms');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(downtimeFormRecord, tabs);
  const answer = useQuery(trpc.downtimeForms.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const [isPrinting, setPrinting] = useState(false);
  return (
    <RecordListPage
      definition={downtimeFormRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={hiddenBesideDrawer}
      {...(now ? { now } : {})}
      rowState={(row) => (row.state === 'void' ? 'blocked' : 'plain')}
      notice={isPrinting && <PrintDialog onClose={() => setPrinting(false)} />}
      actions={
        <>
          {rights.mayPrint && (
            <Button size="dense" onClick={() => setPrinting(true)}>
              <Icon of={Printer} />
              {t('print')}
            </Button>
          )}
          {rights.mayEnter && (
            <Link href="/downtime-forms/enter" className={buttonClasses('primary', 'dense')}>
              {t('enter')}
            </Link>
          )}
        </>
      }
      drawer={list.openId && <FormDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
