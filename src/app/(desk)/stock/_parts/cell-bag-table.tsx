'use client';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { DonationNumber } from '@/components/ui/donation-number';
import { StatusMark } from '@/components/ui/status-mark';
import type { BloodComponent } from '@/domain/blood/components';
import { warningHours } from '@/domain/stock/cover';
import { unitLifecycle } from '@/domain/stock/record';
import { nothing } from '@/i18n/format';
import type { CellBags, ExpiryGroup } from '@/server/modules/stock/cell-bags';
import { BagHoldButton } from './bag-hold-buttons';
import { useStockWords } from './stock-words';

type CellBagTableProps = { bags: CellBags; component: BloodComponent; now: Date };

/** The bags of a cell, earliest expiry first, under subtotals that add up to the figure. */
export function CellBagTable({ bags, component, now }: CellBagTableProps) {
  const { t, format, unitOf, sayLeft } = useStockWords();
  const words = useTranslations('stock.states');
  const filled = bags.groups.filter((group) => group.bags > 0);
  if (filled.length === 0) return <p className="px-4 py-3 text-13 text-ink-2">{t('cell.empty')}</p>;
  const head = 'sticky top-0 z-10 h-8 border-b border-line-2 bg-sunken pl-[7px] text-12 font-normal text-ink-2';
  const warningMs = warningHours(component.componentClass) * 3_600_000;
  return (
    <>
      <table className="w-full text-13 whitespace-nowrap [&_td]:border-b [&_td]:border-line [&_td]:pl-[7px]">
        <thead>
          <tr className="text-left">
            <th scope="col" className={classNames(head, 'pl-4!')}>
              {t('fields.donationNo')}
            </th>
            <th scope="col" className={classNames(head, 'text-right')}>
              {unitOf(component)}
            </th>
            <th scope="col" className={head} aria-sort="ascending">
              {t('fields.expiresAt')}
            </th>
            <th scope="col" className={head}>
              {t('fields.storagePlace')}
            </th>
            <th scope="col" className={classNames(head, 'pr-2')}>
              {t('fields.state')}
            </th>
          </tr>
        </thead>
        {bags.groups.map((group, index) =>
          group.bags === 0 ? null : (
            <tbody key={group.untilHours ?? 'later'}>
              <tr>
                <td colSpan={2} className="h-[26px] bg-sunken pl-4! text-12 text-ink-2">
                  <strong className="text-ink">{groupWord(bags.groups, index, t)}</strong>·
                  {t('cell.bagCount', { count: format.number(group.bags) })}
                </td>
                <td colSpan={3} className="bg-sunken text-12 text-ink-2">
                  {t('cell.available', {
                    amount: format.amount(group.availableAmount),
                    unit: unitOf(component, group.availableAmount),
                  })}
                  {group.reservedAmount > 0 && ` ${t('reservedPlus', { amount: format.amount(group.reservedAmount) })}`}
                  {group.quarantinedAmount > 0 &&
                    ` ${t('quarantinedPlus', { amount: format.amount(group.quarantinedAmount) })}`}
                  {group.expiredAmount > 0 && ` ${t('cell.expired', { amount: format.amount(group.expiredAmount) })}`}
                </td>
              </tr>
              {group.rows.map((bag) => {
                const style = unitLifecycle.states[bag.state];
                const isNear = bag.expiresAt.getTime() - now.getTime() <= warningMs;
                return (
                  <tr key={bag.id} className="h-[33px] hover:bg-hover">
                    <td className="pl-4!">
                      <DonationNumber donationNo={bag.donationNo} />
                    </td>
                    <td className="text-right">{format.amount(bag.amount)}</td>
                    <td>
                      <span className={isNear ? 'font-bold' : undefined}>{sayLeft(bag.expiresAt, now)}</span>{' '}
                      <span className="text-12 text-ink-3">{format.shortDate(bag.expiresAt, now)}</span>
                    </td>
                    <td className="max-w-14 truncate text-ink-3" title={bag.storagePlace}>
                      {bag.storagePlace || nothing}
                    </td>
                    <td className="pr-2">
                      <span className={classNames('mr-1.5', style.tone === 'hold' && '-ml-1')} title={words(bag.state)}>
                        <StatusMark tone={style.tone} stage={style.stage}>
                          <span className={bag.state === 'available' ? 'sr-only' : undefined}>{words(bag.state)}</span>
                        </StatusMark>
                      </span>
                      <BagHoldButton bag={bag} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          ),
        )}
      </table>
      {bags.isCut && <p className="px-4 py-2 text-12 text-ink-3">{t('cell.cut')}</p>}
    </>
  );
}

/** 7 天内到期, 8–14 天, 15 天以上; platelets in hours. */
function groupWord(groups: readonly ExpiryGroup[], index: number, t: ReturnType<typeof useStockWords>['t']): string {
  const until = groups[index]?.untilHours ?? null;
  const from = groups[index - 1]?.untilHours ?? null;
  const isHours = (groups[0]?.untilHours ?? 0) < 48;
  const [of, step] = isHours ? ([1, 1] as const) : ([24, 1] as const);
  if (from === null)
    return isHours ? t('cell.untilHours', { hours: until ?? 0 }) : t('cell.untilDays', { days: (until ?? 0) / of });
  if (until === null)
    return isHours ? t('cell.fromHours', { hours: from }) : t('cell.fromDays', { days: from / of + step });
  return isHours
    ? t('cell.betweenHours', { from, to: until })
    : t('cell.betweenDays', { from: from / of + step, to: until / of });
}
