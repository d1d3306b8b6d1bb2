'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow, TwoLines } from '@/components/ui/table';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { RedistributedBag, RedistributionDetail } from './redistribution-types';

type RedistributedBagsProps = {
  detail: RedistributionDetail;
  now: Date | null;
  /** States in which this side may do something with a bag. */
  choosable: readonly string[];
  isChosen: (bag: RedistributedBag) => boolean;
  onTurn: (bag: RedistributedBag) => void;
};

/** The bags, first to expire first, each with why it was proposed and what has become of it. */
export function RedistributedBags({ detail, now, choosable, isChosen, onTurn }: RedistributedBagsProps) {
  const t = useTranslations('redistributions');
  const words = useBagWords();
  const format = useFormat();
  const hasChoice = detail.bags.some((bag) => choosable.includes(bag.state));
  return (
    <section className="py-2">
      <Table density="two-line">
        <TableHead>
          {hasChoice && <HeadCell />}
          <HeadCell>{t('bag.donationNo')}</HeadCell>
          <HeadCell align="center">{t('bag.group')}</HeadCell>
          <HeadCell>{t('bag.expiresAt')}</HeadCell>
          <HeadCell>{t('bag.state')}</HeadCell>
        </TableHead>
        <tbody>
          {detail.bags.map((bag) => {
            const why =
              bag.perDay !== null && bag.aheadAmount !== null && ['proposed', 'offered'].includes(bag.state)
                ? t('bag.whyText', {
                    ahead: words.amount(bag.component, bag.aheadAmount),
                    perDay: words.amount(bag.component, bag.perDay),
                  })
                : undefined;
            return (
              <TableRow key={bag.unitId}>
                {hasChoice && (
                  <Cell>
                    {choosable.includes(bag.state) && (
                      <Checkbox
                        label={t('bag.choose', { donationNo: bag.donationNo })}
                        isChecked={isChosen(bag)}
                        onCheckedChange={() => onTurn(bag)}
                      />
                    )}
                  </Cell>
                )}
                <Cell>
                  <TwoLines
                    first={<span className="font-code text-12">{format.donationNumber(bag.donationNo)}</span>}
                    second={[
                      words.shortName(bag.component),
                      words.amount(bag.component, bag.amount),
                      ...words.modifiers(bag),
                    ].join(' ')}
                  />
                </Cell>
                <Cell align="center">
                  <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
                </Cell>
                <Cell>
                  <TwoLines
                    first={now ? format.dayTime(bag.expiresAt, now) : format.dateTime(bag.expiresAt)}
                    second={now ? format.daysLeft(bag.expiresAt, now) : undefined}
                  />
                </Cell>
                <Cell wraps>
                  <TwoLines
                    first={words.fate(bag)}
                    second={
                      bag.shipmentId ? (
                        <Link className="font-code underline" href={`/shipments?open=${bag.shipmentId}`}>
                          {bag.shipmentNo}
                        </Link>
                      ) : (
                        bag.words || why
                      )
                    }
                  />
                </Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
