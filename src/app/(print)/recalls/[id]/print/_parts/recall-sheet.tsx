'use client';
import { type ReactNode, useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readRecallSheet } from '@/app/_server/recall-sheet';
import { useBagWords } from '@/app/(desk)/redistributions/_parts/bag-words';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readRecallSheet>>>;

const rowsPerPage = 30;

/** A4 血液召回经过: how far each house is, every bag and its fate, what happened when. Pages are dealt here, because Chromium 109 cannot number them. */
export function RecallSheet({ sheet }: { sheet: Sheet }) {
  useEffect(() => window.print(), []);
  const rows = useRows(sheet);
  const pages = Array.from({ length: Math.max(1, Math.ceil(rows.length / rowsPerPage)) }, (_, page) =>
    rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage),
  );
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      {pages.map((lines, page) => (
        <SheetPage key={lines[0]?.key ?? page} sheet={sheet} page={page + 1} pages={pages.length}>
          <table className="w-full">
            <tbody>{lines.map((line) => line.row)}</tbody>
          </table>
        </SheetPage>
      ))}
    </div>
  );
}

interface Line {
  readonly key: string;
  readonly row: ReactNode;
}

function useHouse({ organisations }: Sheet) {
  const locale = useLocale();
  return (orgId: string) => {
    const name = organisations[orgId];
    return name ? (locale === 'en' ? name.en : name.zh) : orgId;
  };
}

/** Houses, bags and events one after the other, each with its head. */
function useRows(sheet: Sheet): Line[] {
  const t = useTranslations('recalls');
  const format = useFormat();
  const words = useBagWords();
  const house = useHouse(sheet);
  const head = (key: string, cells: readonly string[]): Line => ({
    key,
    row: (
      <tr key={key} className="h-[8mm] border-b border-ink text-left align-bottom">
        {cells.map((cell) => (
          <th key={cell} className="pr-2 font-normal">
            {cell}
          </th>
        ))}
      </tr>
    ),
  });
  const line = (key: string, cells: readonly ReactNode[]): Line => ({
    key,
    row: (
      <tr key={key} className="h-[7mm] break-inside-avoid border-b border-line-2">
        {cells.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells of one row stand where they stand
          <td key={index} className="pr-2">
            {cell}
          </td>
        ))}
      </tr>
    ),
  });
  const at = (time: Date | null) => (time ? format.dateTime(time) : '');
  return [
    head('houses', [
      t('sheet.house'),
      t('sheet.soundedAt'),
      t('sheet.acknowledged'),
      t('sheet.bags'),
      t('sheet.open'),
      t('sheet.state'),
    ]),
    ...sheet.parts.map((part) => {
      const bags = sheet.bags.filter((bag) => bag.orgId === part.orgId);
      return line(part.id, [
        house(part.orgId),
        at(part.soundedAt),
        part.acknowledgedAt ? `${part.acknowledgedBy} ${at(part.acknowledgedAt)}` : '',
        bags.length,
        bags.filter(({ fate }) => fate === null).length,
        t(`states.${part.state}`),
      ]);
    }),
    head('bags', [
      t('sheet.donationNo'),
      t('sheet.component'),
      t('sheet.group'),
      t('sheet.house'),
      t('sheet.was'),
      t('sheet.fate'),
    ]),
    ...sheet.bags.map((bag) =>
      line(`${bag.orgId} ${bag.unitId}`, [
        <span key="no" className="font-code">
          {format.donationNumber(bag.donationNo)} {bag.productCode}
        </span>,
        words.name(bag.component),
        <GroupPlate key="group" abo={bag.abo} rhd={bag.rhd} size="xs" />,
        house(bag.orgId),
        t(`places.${bag.stateBefore as 'available'}`),
        bag.fate ? `${t(`options.fate.${bag.fate}`)} ${bag.fateBy} ${at(bag.fateAt)}` : '',
      ]),
    ),
    head('events', [t('sheet.events'), '']),
    ...useEvents(sheet).map(([time, what], index) => line(`event ${index}`, [at(time), what])),
  ];
}

/** What happened, in the order of the clock. */
function useEvents(sheet: Sheet): [Date, string][] {
  const t = useTranslations('recalls');
  const house = useHouse(sheet);
  const { parts, calls, registeredBy, createdAt, closedAt, releasedBy, releasedAt, releaseReason } = sheet;
  const events: [Date, string][] = [
    [createdAt, t('sheet.registered', { who: registeredBy })],
    ...parts.map((part): [Date, string] => [part.soundedAt, t('sheet.sounded', { house: house(part.orgId) })]),
    ...parts.flatMap((part): [Date, string][] =>
      part.acknowledgedAt
        ? [[part.acknowledgedAt, t('sheet.acknowledgedBy', { house: house(part.orgId), who: part.acknowledgedBy })]]
        : [],
    ),
    ...calls.map((call): [Date, string] => [
      call.calledAt,
      t('sheet.called', {
        who: call.calledBy,
        house: house(call.calledOrgId),
        reached: call.reached || t('detail.nobody'),
      }),
    ]),
    ...(closedAt ? [[closedAt, t('sheet.closed')] as [Date, string]] : []),
    ...(releasedAt
      ? [[releasedAt, t('sheet.released', { who: releasedBy, reason: releaseReason })] as [Date, string]]
      : []),
  ];
  return events.sort(([one], [other]) => one.getTime() - other.getTime());
}

type SheetPageProps = { sheet: Sheet; page: number; pages: number; children: ReactNode };

function SheetPage({ sheet, page, pages, children }: SheetPageProps) {
  const t = useTranslations('recalls');
  const common = useTranslations('common');
  const format = useFormat();
  const house = useHouse(sheet);
  return (
    <section className="flex h-[277mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{sheet.station.name}</p>
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
        <Fact term={t('fields.recallClass')}>{t(`options.recallClass.${sheet.recallClass}`)}</Fact>
        <Fact term={t('fields.orgId')}>{house(sheet.orgId)}</Fact>
        <Fact term={t('fields.createdAt')}>{format.dateTime(sheet.createdAt)}</Fact>
        <div className="col-span-3">
          <Fact term={t('fields.reason')}>{sheet.reason}</Fact>
        </div>
        <div className="col-span-3">
          <Fact term={t('fields.instruction')}>{sheet.instruction || t('alarm.defaultInstruction')}</Fact>
        </div>
      </dl>
      {children}
      {page === pages && <p className="py-1 text-center">{t('sheet.endOfList')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        <PrintedLine
          printed={t('sheet.printed', { at: format.dateTime(sheet.printedAt) })}
          {...{ sheet, page, pages }}
        />
      </footer>
    </section>
  );
}
