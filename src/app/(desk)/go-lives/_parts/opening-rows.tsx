'use client';
import { useLocale, useTranslations } from 'use-intl';
import { RelabelledNote } from '@/app/_scan/relabelled-note';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import type { IntendedUse } from '@/domain/blood/compatibility-types';
import { type BloodComponent, componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import { type BagDifference, isPosted } from '@/domain/go-lives/opening';
import { useFormat } from '@/i18n/provider';
import type { OpeningRowView } from './go-live-types';

type Bag = OpeningRowView['bag'];

/** Where the ledger has the label: the bag may bear another one by now. */
const elsewhere: readonly string[] = ['here', 'gone', 'awaited', 'station', 'elsewhere'];

const components: readonly BloodComponent[] = componentCatalogue;

type OpeningRowsProps = {
  rows: readonly OpeningRowView[];
  organisations: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
};

/** Every bag of both counts: what is not as it should be first, with what to do. */
export function OpeningRows({ rows, organisations }: OpeningRowsProps) {
  const t = useTranslations('go-lives');
  const format = useFormat();
  const locale = useLocale();
  const nameOf = (code: string) => {
    const component = components.find((candidate) => candidate.code === code);
    return component ? componentShortName(component, locale) : code;
  };
  const amountOf = ({ component, amount }: Bag) => {
    const known = components.find((candidate) => candidate.code === component);
    return known ? formatAmount(amount, known, locale) : '';
  };
  const stationOf = (id: string) => (locale === 'en' ? organisations[id]?.en : organisations[id]?.zh) ?? id;
  const wordOfUse = ({ intendedUse }: Bag) => t(`uses.${intendedUse as IntendedUse}`);
  const readOf: Readonly<Record<BagDifference, (bag: Bag) => string>> = {
    product: ({ productCode }) => productCode,
    station: ({ stationId }) => stationOf(stationId),
    group: ({ abo, rhd }) => formatGroup(abo, rhd),
    use: wordOfUse,
    component: ({ component }) => nameOf(component),
    amount: amountOf,
    expiry: ({ expiresAt }) => format.dateTime(expiresAt),
  };
  /** What the second read of it, or the ledger says, as far as it is another thing. */
  const otherOf = ({ other, differences }: OpeningRowView) =>
    other ? format.clauses(differences.map((what) => readOf[what](other))) : '';
  return (
    <Panel>
      <Table density="tight">
        <TableHead>
          <HeadCell>{t('desk.columns.outcome')}</HeadCell>
          <HeadCell>{t('desk.columns.donationNo')}</HeadCell>
          <HeadCell>{t('desk.columns.productCode')}</HeadCell>
          <HeadCell>{t('desk.columns.station')}</HeadCell>
          <HeadCell>{t('desk.columns.component')}</HeadCell>
          <HeadCell align="center">{t('desk.columns.group')}</HeadCell>
          <HeadCell>{t('desk.columns.expiresAt')}</HeadCell>
          <HeadCell>{t('desk.columns.other')}</HeadCell>
        </TableHead>
        <tbody>
          {rows.map((row) => {
            const { key, outcome, differences, bag, isAlsoWarm } = row;
            const isLeft = !isPosted(outcome);
            const what = format.list(differences.map((difference) => t(`differences.${difference}`)));
            const said = outcome === 'differs' ? t('differsIn', { what }) : t(`outcomes.${outcome}`);
            const todo = outcome === 'here' && what ? t('todo.here_differs', { what }) : isLeft && t(`todo.${outcome}`);
            return (
              <TableRow key={key} state={isLeft ? 'refuse' : outcome === 'accepted' ? 'plain' : 'warn'}>
                <Cell wraps>
                  <StatusMark tone={isLeft ? 'back' : outcome === 'accepted' ? 'done' : 'hold'}>{said}</StatusMark>
                  {todo && <span className="block pb-1 text-12">{todo}</span>}
                  {elsewhere.includes(outcome) && (
                    <RelabelledNote label={bag} className="block pb-1 text-12 font-bold" />
                  )}
                  {isAlsoWarm && <span className="block pb-1 text-12">{t('todo.alsoWarm')}</span>}
                </Cell>
                <Cell className="font-code text-12">{format.donationNumber(bag.donationNo)}</Cell>
                <Cell className="font-code text-12">{bag.productCode}</Cell>
                <Cell>{stationOf(bag.stationId)}</Cell>
                <Cell>
                  {nameOf(bag.component)}
                  {bag.intendedUse !== 'allogeneic' && (
                    <span className="block text-12 font-bold">{wordOfUse(bag)}</span>
                  )}
                </Cell>
                <Cell align="center">
                  <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
                </Cell>
                <Cell>{format.dateTime(bag.expiresAt)}</Cell>
                <Cell className="font-bold">{otherOf(row)}</Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
