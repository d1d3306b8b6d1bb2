'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FilePlus from 'lucide-react/icons/file-plus';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { useViolationWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { sayLost, useScanner } from '@/components/scan/use-scanner';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { autologousTypes } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { normaliseScan } from '@/domain/blood/barcodes/normalise';
import { AutologousDrawer } from './autologous-drawer';
import type { AutologousRights } from './autologous-types';

const tabs: readonly RecordTab[] = [
  { name: 'all' },
  ...autologousTypes.map((type) => ({ name: type, filters: { type } })),
];
const hiddenBesideDrawer = ['operation', 'plannedOn', 'bagCount', 'nextExpiry', 'createdAt', 'reinfusedMl'];
const newPath = '/autologous-transfusions/new';

/** What somebody waits for stands on top. A bag label that is scanned here opens its record. */
export function AutologousList({ rights }: { rights: AutologousRights }) {
  const t = useTranslations('autologous-transfusions');
  const words = useViolationWords(autologousRecord);
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const now = useCityNow(60_000);
  const list = useListState(autologousRecord, tabs);
  const answer = useQuery(
    trpc.autologousTransfusions.list.queryOptions(list.query, { placeholderData: keepPreviousData }),
  );
  useKey('F4', (event) => {
    event.preventDefault();
    if (rights.mayPlan) router.push(newPath);
  });
  useScanner({
    onScan: (raw) => {
      const bagNo = normaliseScan(raw).slice(0, 60);
      const refuse = () => sayLost(words({ code: 'autologous.bag_unknown', facts: { bagNo } }));
      void client.autologousTransfusions.findBag.query({ code: bagNo }).then((bag) => {
        if (!bag) return refuse();
        playTone('ok');
        list.open(bag.transfusionId);
      }, refuse);
    },
  });
  return (
    <RecordListPage
      definition={autologousRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={hiddenBesideDrawer}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.maySeeFigures && (
            <Link href="/autologous-transfusions/figures" className={buttonClasses('secondary', 'dense')}>
              {t('figures.tab')}
            </Link>
          )}
          {rights.mayPlan && (
            <Link href={newPath} className={buttonClasses('primary', 'dense')}>
              <Icon of={FilePlus} />
              {t('create')}
              <Kbd tone="inherit">F4</Kbd>
            </Link>
          )}
        </>
      }
      drawer={
        list.openId && (
          <AutologousDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
