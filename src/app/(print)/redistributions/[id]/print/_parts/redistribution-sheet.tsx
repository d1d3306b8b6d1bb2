'use client';
import { useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readRedistributionSheet } from '@/app/_server/redistribution-sheet';
import { useBagWords } from '@/app/(desk)/redistributions/_parts/bag-words';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readRedistributionSheet>>>;

const perPage = 26;

/** A4 近效期调剂单: pages are dealt here, because Chromium 109 cannot number them. */
export function RedistributionSheet({ sheet }: { sheet: Sheet }) {
  useEffect(() => window.print(), []);
  const pages = Array.from({ length: Math.max(1, Math.ceil(sheet.bags.length / perPage)) }, (_, page) =>
    sheet.bags.slice(page * perPage, (page + 1) * perPage),
  );
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      {pages.map((bags, page) => (
        <SheetPage key={bags[0]?.unitId ?? page} sheet={sheet} bags={bags} page={page + 1} pages={pages.length} />
      ))}
    </div>
  );
}

type SheetPageProps = { sheet: Sheet; bags: Sheet['bags']; page: number; pages: number };

function SheetPage({ sheet, bags, page, pages }: SheetPageProps) {
  const t = useTranslations('redistributions');
  const common = useTranslations('common');
  const words = useBagWords();
  const format = useFormat();
  const locale = useLocale();
  const isLast = page === pages;
  const nameOf = (orgId: string) => {
    const name = sheet.organisations[orgId];
    return name ? (locale === 'en' ? name.en : name.zh) : orgId;
  };
  const dueAt = sheet.dueAt ?? sheet.nextDelivery;
  return (
    <section className="flex h-[277mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{nameOf(sheet.orgId)}</p>
          <h1 className="text-20 font-bold">{t('sheet.title')}</h1>
          {sheet.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
        </div>
        <div className="text-right">
          {/* biome-ignore lint/performance/noImgElement: a drawing made with the page, nothing to optimise */}
          <img
            alt=""
            src={`data:image/svg+xml,${encodeURIComponent(sheet.noCode)}`}
            className="ml-auto block w-[60mm]"
          />
          <p className="font-code text-16 font-bold">{sheet.no}</p>
        </div>
      </header>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
        <Fact term={t('sheet.from')}>{nameOf(sheet.orgId)}</Fact>
        <Fact term={t('sheet.to')}>{nameOf(sheet.partyOrgId)}</Fact>
        <Fact term={t('fields.state')}>{t(`states.${sheet.state}`)}</Fact>
        {sheet.offeredAt && <Fact term={t('fields.offeredAt')}>{format.dateTime(sheet.offeredAt)}</Fact>}
        {sheet.answeredAt && <Fact term={t('fields.answeredAt')}>{format.dateTime(sheet.answeredAt)}</Fact>}
        {dueAt && <Fact term={t('fields.dueAt')}>{format.dateTime(dueAt)}</Fact>}
      </dl>
      <table className="w-full">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="w-8 pr-1 font-normal">{t('sheet.line')}</th>
            <th className="font-normal">{t('bag.donationNo')}</th>
            <th className="font-normal">{t('bag.component')}</th>
            <th className="font-normal">{t('bag.group')}</th>
            <th className="text-right font-normal">{t('bag.amount')}</th>
            <th className="pl-3 font-normal">{t('bag.expiresAt')}</th>
            <th className="pl-3 font-normal">{t('bag.state')}</th>
          </tr>
        </thead>
        <tbody>
          {bags.map((bag, index) => (
            <tr key={bag.unitId} className="h-[8mm] break-inside-avoid border-b border-line-2">
              <td>{(page - 1) * perPage + index + 1}</td>
              <td className="font-code">{format.donationNumber(bag.donationNo)}</td>
              <td>{words.name(bag.component)}</td>
              <td>
                <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
              </td>
              <td className="text-right">{words.amount(bag.component, bag.amount)}</td>
              <td className="pl-3">{format.dateTime(bag.expiresAt)}</td>
              <td className="pl-3">{words.fate(bag)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isLast && <p className="py-1 text-center">{t('sheet.endOfList')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <div className="mb-2 grid grid-cols-4 gap-4">
            <strong>{t('sheet.count', { count: sheet.bags.length })}</strong>
            <span className="border-b border-line-3">
              {t('sheet.giver')} {sheet.offeredBy}
            </span>
            <span className="border-b border-line-3">{t('sheet.carrier')}</span>
            <span className="border-b border-line-3">
              {t('sheet.taker')} {sheet.answeredBy}
            </span>
          </div>
        )}
        <PrintedLine
          printed={t('sheet.printed', { at: format.dateTime(sheet.printedAt) })}
          {...{ sheet, page, pages }}
        />
      </footer>
    </section>
  );
}
