'use client';
import { useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readShipmentSheet } from '@/app/_server/shipment-sheet';
import { useBagWords } from '@/app/(desk)/processings/_parts/use-bag-words';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readShipmentSheet>>>;

const components: readonly BloodComponent[] = componentCatalogue;
const perPage = 22;

/** A4 发血单: pages are dealt here, because Chromium 109 cannot number them. Black on white, hairlines. */
export function ShipmentSheet({ sheet }: { sheet: Sheet }) {
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
  const t = useTranslations('shipments');
  const common = useTranslations('common');
  const reasons = useTranslations('other-outbounds.options.reasonCode');
  const bagWords = useBagWords();
  const locale = useLocale();
  const format = useFormat();
  const isLast = page === pages;
  return (
    <section className="flex h-[277mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{sheet.orgName}</p>
          <h1 className="text-20 font-bold">{t(`sheet.titles.${sheet.kind as 'delivery'}`)}</h1>
          {sheet.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
          {sheet.state === 'void' && <p className="font-bold">{t('sheet.void', { reason: sheet.reason ?? '' })}</p>}
        </div>
        <div className="text-right">
          <Barcode svg={sheet.noCode} className="ml-auto w-[60mm]" />
          <p className="font-code text-16 font-bold">{sheet.no}</p>
        </div>
      </header>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
        <Fact term={t('sheet.to')}>{sheet.partyOrgName}</Fact>
        <Fact term={t('sheet.sentAt')}>{sheet.sentAt ? format.dateTime(sheet.sentAt) : nothing}</Fact>
        <Fact term={t('sheet.carrier')}>
          {sheet.carrier} {sheet.carrierPhone}
        </Fact>
        {sheet.reasonCode && (
          <Fact term={t('fields.reasonCode')}>
            {format.clauses([reasons(sheet.reasonCode), ...(sheet.words ? [sheet.words] : [])])}
          </Fact>
        )}
        {sheet.boxes.map((box) => (
          <Fact key={box.boxNo} term={t('box', { boxNo: box.boxNo })}>
            {t(`temperature.${box.temperatureClass as 'frozen'}`)} · {t('packedAt')}{' '}
            {box.packedAtCelsius === null ? nothing : `${format.number(box.packedAtCelsius, 1)} ℃`}
            {box.offReason && <strong className="block">{t('sentOff', { reason: box.offReason })}</strong>}
          </Fact>
        ))}
      </dl>
      <table className="w-full">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="w-8 pr-1 font-normal">{t('bagColumns.line')}</th>
            <th className="font-normal">{t('bagColumns.donationNo')}</th>
            <th className="font-normal">{t('bagColumns.productCode')}</th>
            <th className="font-normal">{t('bagColumns.component')}</th>
            <th className="font-normal">{t('bagColumns.group')}</th>
            <th className="text-right font-normal">{t('bagColumns.amount')}</th>
            <th className="pl-2 font-normal">{t('bagColumns.expiresAt')}</th>
            <th className="text-right font-normal">{t('bagColumns.box')}</th>
          </tr>
        </thead>
        <tbody>
          {bags.map((bag) => {
            const component = components.find((candidate) => candidate.code === bag.component);
            return (
              <tr key={bag.unitId} className="h-[9mm] break-inside-avoid border-b border-line-2">
                <td>{bag.lineNo}</td>
                <td>
                  <Barcode svg={bag.donationCode} className="w-[38mm]" />
                  <span className="font-code">{format.donationNumber(bag.donationNo)}</span>
                </td>
                <td>
                  <Barcode svg={bag.productCodeSvg} className="w-[24mm]" />
                  <span className="font-code">{bag.productCode}</span>
                </td>
                <td>
                  {component ? componentName(component, locale) : bag.component}
                  <strong className="block text-12">{format.list(bagWords(component, bag))}</strong>
                </td>
                <td>
                  <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
                </td>
                <td className="text-right">{component ? formatAmount(bag.amount, component, locale) : ''}</td>
                <td className="pl-2">{format.dateTime(bag.expiresAt)}</td>
                <td className="text-right">{bag.boxNo}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isLast && <p className="py-1 text-center">{t('sheet.endOfList')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <div className="mb-2 grid grid-cols-4 gap-4">
            <strong>{t('sheet.sums', { count: sheet.bags.length, boxes: sheet.boxes.length })}</strong>
            {(['arrivedAt', 'receivedBy', 'checkedBy'] as const).map((name) => (
              <span key={name} className="border-b border-line-3">
                {t(`sheet.${name}`)}
              </span>
            ))}
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

function Barcode({ svg, className }: { svg: string; className: string }) {
  // biome-ignore lint/performance/noImgElement: a drawing made with the page, nothing to optimise
  return <img alt="" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} className={`block ${className}`} />;
}
