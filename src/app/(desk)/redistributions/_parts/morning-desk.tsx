'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow, TwoLines } from '@/components/ui/table';
import { useKey } from '@/components/ui/use-key';
import { redistributionRule } from '@/domain/redistributions/reckoning';
import { redistributionRecord } from '@/domain/redistributions/record';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { MorningBag } from './redistribution-types';

const { shortDatedDays, shortDatedDaysFrozen, minimumLeftHours, minimumUseDays, answerHours, morningHour } =
  redistributionRule;

/** 今日近效期建议: the bags that will not be used here, with who would use each; all of them chosen, offered by one key. */
export function MorningDesk() {
  const t = useTranslations('redistributions');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const locale = useLocale();
  const now = useCityNow(60_000);
  const { data, error } = useQuery(trpc.redistributions.morning.queryOptions({}));
  const command = useCommand(trpc.redistributions.offer.mutationOptions());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const bags = data?.bags ?? [];
  const chosen = bags.filter((bag) => !left.has(bag.unitId));
  const missing = command.isUnanswered ? null : chosen.length === 0 ? t('offer.none') : null;
  const again = () => client.invalidateQueries({ queryKey: trpc.redistributions.pathKey() });

  function offer() {
    if (missing || isSending(command)) return;
    const sending = command.isUnanswered ? command.sendAgain() : command.send({ offers: offersOf(chosen) });
    void sending.then(async () => {
      await again();
      command.beginAnew();
      router.push('/redistributions');
    }, again);
  }
  useKey('Ctrl Enter', offer, { reach: 'form' });
  useKey('Esc', () => router.push('/redistributions'), { isEnabled: !command.isClosed });
  const keys = useMemo(
    () => [
      { keys: 'Space', label: t('keys.toggle') },
      { keys: 'Ctrl Enter', label: t('keys.offer') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );
  const choose = (unitIds: readonly string[], isChosen: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      for (const unitId of unitIds) {
        if (isChosen) next.delete(unitId);
        else next.add(unitId);
      }
      return next;
    });
  const nearExpiry = (
    <Link href="/stock/expiring" className={buttonClasses('secondary', 'md')}>
      {t('nearExpiry')}
    </Link>
  );
  const nameOf = (orgId: string) => {
    const name = data?.organisations[orgId];
    return name ? (locale === 'en' ? name.en : name.zh) : orgId;
  };
  return (
    <Page
      title={t('morningTitle')}
      note={data?.madeAt ? t('morningAt', { at: format.time(data.madeAt) }) : undefined}
      keys={keys}
      actions={
        bags.length > 0 && (
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            onClick={offer}
            isPending={isSending(command)}
            disabledReason={missing}
          >
            {t('offer.action', { count: chosen.length })}
          </Button>
        )
      }
    >
      {error && <FailurePanel definition={redistributionRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && bags.length === 0 && (
        <div className="border border-line-2 bg-surface">
          <EmptyState
            title={
              !data.madeAt
                ? t('morningLater', { hour: morningHour })
                : data.leftOut
                  ? t(`leftOut.${data.leftOut}`, { days: minimumUseDays })
                  : data.untaken > 0
                    ? t('morningUntaken', { count: data.untaken })
                    : t('morningNone')
            }
            {...(data.untaken > 0 ? { action: nearExpiry } : {})}
          />
        </div>
      )}
      {bags.length > 0 && data && data.untaken > 0 && (
        <Banner tone="warn" action={nearExpiry}>
          {t('morningUntaken', { count: data.untaken })}
        </Banner>
      )}
      {bags.length > 0 && (
        <EntryFrame command={command} definition={redistributionRecord}>
          <p className="text-13 text-ink-2">{t('offer.note', { hours: answerHours })}</p>
          <TableFrame label={t('morningTitle')}>
            <Table density="two-line">
              <TableHead>
                <HeadCell>
                  <Checkbox
                    label={t('bag.all')}
                    isChecked={chosen.length === bags.length}
                    isIndeterminate={chosen.length > 0 && chosen.length < bags.length}
                    onCheckedChange={(isChosen) =>
                      choose(
                        bags.map((bag) => bag.unitId),
                        isChosen,
                      )
                    }
                  />
                </HeadCell>
                <HeadCell>{t('bag.donationNo')}</HeadCell>
                <HeadCell>{t('bag.component')}</HeadCell>
                <HeadCell align="center">{t('bag.group')}</HeadCell>
                <HeadCell>{t('bag.expiresAt')}</HeadCell>
                <HeadCell>{t('bag.place')}</HeadCell>
                <HeadCell>{t('bag.why')}</HeadCell>
                <HeadCell>{t('bag.taker')}</HeadCell>
              </TableHead>
              <tbody>
                {bags.map((bag) => (
                  <MorningRow
                    key={bag.unitId}
                    bag={bag}
                    now={now}
                    taker={nameOf(bag.partyOrgId)}
                    isChosen={!left.has(bag.unitId)}
                    onChosen={(isChosen) => choose([bag.unitId], isChosen)}
                  />
                ))}
              </tbody>
            </Table>
          </TableFrame>
        </EntryFrame>
      )}
      <p className="text-12 text-ink-3">
        {t('ruleNote', {
          days: shortDatedDays,
          frozen: shortDatedDaysFrozen,
          hours: minimumLeftHours,
          useDays: minimumUseDays,
        })}
      </p>
    </Page>
  );
}

/** By record, as the command takes them. */
function offersOf(bags: readonly MorningBag[]): { id: string; unitIds: string[] }[] {
  const ids = [...new Set(bags.map((bag) => bag.redistributionId))];
  return ids.map((id) => ({
    id,
    unitIds: bags.filter((bag) => bag.redistributionId === id).map((bag) => bag.unitId),
  }));
}

type MorningRowProps = {
  bag: MorningBag;
  now: Date | null;
  taker: string;
  isChosen: boolean;
  onChosen: (isChosen: boolean) => void;
};

function MorningRow({ bag, now, taker, isChosen, onChosen }: MorningRowProps) {
  const t = useTranslations('redistributions.bag');
  const words = useBagWords();
  const format = useFormat();
  const { component } = bag;
  return (
    <TableRow>
      <Cell>
        <Checkbox label={t('choose', { donationNo: bag.donationNo })} isChecked={isChosen} onCheckedChange={onChosen} />
      </Cell>
      <Cell className="font-code">{format.donationNumber(bag.donationNo)}</Cell>
      <Cell>
        <TwoLines first={words.name(component)} second={words.amount(component, bag.amount)} />
      </Cell>
      <Cell align="center">
        <GroupPlate abo={bag.abo} rhd={bag.rhd} />
      </Cell>
      <Cell>
        <TwoLines
          first={now ? format.dayTime(bag.expiresAt, now) : format.dateTime(bag.expiresAt)}
          second={now ? format.daysLeft(bag.expiresAt, now) : undefined}
        />
      </Cell>
      <Cell className="font-code">{bag.storagePlace}</Cell>
      <Cell>
        {t('whyText', {
          ahead: words.amount(component, bag.aheadAmount ?? 0),
          perDay: words.amount(component, bag.perDay ?? 0),
        })}
      </Cell>
      <Cell>
        <TwoLines first={taker} second={t('canUse', { amount: words.amount(component, bag.surplusAmount) })} />
      </Cell>
    </TableRow>
  );
}
