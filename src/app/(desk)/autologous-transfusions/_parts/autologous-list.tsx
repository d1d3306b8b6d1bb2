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
import { Banner } from '@/components/ui/banner';
import { buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { autologousTypes } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { expiresSoon, expiryWarningDays } from '@/domain/autologous-transfusions/rules';
import { normaliseScan } from '@/domain/blood/barcodes/normalise';
import type { ListRow } from '@/server/kernel/list';
import { AutologousDrawer } from './autologous-drawer';
import type { AutologousRights } from './autologous-types';

const tabs: readonly RecordTab[] = [
  { name: 'all' },
  ...autologousTypes.map((type) => ({ name: type, filters: { type } })),
];
const hiddenBesideDrawer = ['operation', 'plannedOn', 'bagCount', 'nextExpiry', 'createdAt', 'reinfusedMl'];
const newPath = '/autologous-transfusions/new';

const expiryOf = ({ nextExpiry }: ListRow) =>
  nextExpiry instanceof Date ? nextExpiry : nextExpiry ? new Date(String(nextExpiry)) : null;

/** Blood that somebody still waits for, whose time comes within the days of the warning. */
function isExpiring(row: ListRow, now: Date): boolean {
  const at = expiryOf(row);
  return at !== null && ['planned', 'collected', 'stored'].includes(String(row.state)) && expiresSoon(at, now);
}

/** The expiry that comes first; within the days of the warning, or past, it stands out in words and not in colour alone. */
function NextExpiry({ row, now }: { row: ListRow; now: Date | null }) {
  const t = useTranslations('autologous-transfusions');
  const at = expiryOf(row);
  if (!at) return null;
  const isSoon = now !== null && isExpiring(row, now);
  return (
    <span className={isSoon ? 'font-bold text-stop' : undefined}>
      <DayTime at={at} now={now ?? undefined} />
      {isSoon && ` ${t(at <= now ? 'expiredMark' : 'soonMark')}`}
    </span>
  );
}

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
  const soon = (answer.data?.waiting ?? []).filter((row) => now && isExpiring(row, now)).length;
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
      notice={soon > 0 && <Banner tone="warn">{t('listExpires', { count: soon, days: expiryWarningDays })}</Banner>}
      renderCell={{ nextExpiry: (row) => <NextExpiry row={row} now={now} /> }}
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
