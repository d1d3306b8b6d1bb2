'use client';
import { useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readPickList } from '@/app/_server/pick-list';
import { useLineWords } from '@/app/(desk)/blood-orders/_parts/line-words';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { useFormat } from '@/i18n/provider';

type List = NonNullable<Awaited<ReturnType<typeof readPickList>>>;
type Line = List['lines'][number];
/** One row of the paper: a bag to fetch, a line of which the shelf has nothing, or a line that is for a later day. */
type Row =
  | {
      readonly kind: 'bag';
      readonly key: string;
      readonly line: Line;
      readonly bag: Line['next'][number];
      readonly isFirst: boolean;
    }
  | { readonly kind: 'none' | 'later'; readonly key: string; readonly line: Line };

const perPage = 26;

function rowsOf({ lines }: List): Row[] {
  const today = lines.flatMap((line): Row[] => {
    if (line.due <= 0) return [];
    if (line.next.length === 0) return [{ kind: 'none', key: line.id, line }];
    return line.next.map((bag, index) => ({ kind: 'bag', key: bag.id, line, bag, isFirst: index === 0 }));
  });
  const later = lines
    .filter((line) => line.owed > line.due)
    .map((line): Row => ({ kind: 'later', key: `later ${line.id}`, line }));
  return [...today, ...later];
}

/** A4 拣血单: line by line the bags that expire first and where they stand; what is for a later day stands below. */
export function PickListSheet({ list }: { list: List }) {
  useEffect(() => window.print(), []);
  const rows = rowsOf(list);
  const pages = Array.from({ length: Math.max(1, Math.ceil(rows.length / perPage)) }, (_, page) =>
    rows.slice(page * perPage, (page + 1) * perPage),
  );
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      {pages.map((part, page) => (
        <ListPage key={part[0]?.key ?? page} list={list} rows={part} page={page + 1} pages={pages.length} />
      ))}
    </div>
  );
}

type ListPageProps = { list: List; rows: readonly Row[]; page: number; pages: number };

function ListPage({ list, rows, page, pages }: ListPageProps) {
  const t = useTranslations('blood-orders');
  const common = useTranslations('common');
  const locale = useLocale();
  const format = useFormat();
  const isLast = page === pages;
  return (
    <section className="flex h-[277mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{locale === 'en' ? list.hospital.nameEn : list.hospital.name}</p>
          <h1 className="text-20 font-bold">{t('pickList.title')}</h1>
          {list.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
        </div>
        <div className="text-right">
          {/* biome-ignore lint/performance/noImgElement: a drawing made with the page, nothing to optimise */}
          <img
            alt=""
            src={`data:image/svg+xml,${encodeURIComponent(list.noCode)}`}
            className="ml-auto block w-[60mm]"
          />
          <p className="font-code text-16 font-bold">{list.no}</p>
        </div>
      </header>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
        <Fact term={t('fields.priority')}>{t(`options.priority.${list.order.priority}`)}</Fact>
        <Fact term={t('fields.neededAt')}>{format.dateTime(list.order.neededAt)}</Fact>
        <Fact term={t('fields.state')}>{t(`states.${list.order.state}`)}</Fact>
      </dl>
      <table className="w-full">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="w-8 pr-1 font-normal">{t('progress.columns.line')}</th>
            <th className="font-normal">{t('progress.columns.component')}</th>
            <th className="font-normal">{t('progress.columns.group')}</th>
            <th className="pr-3 text-right font-normal">{t('pick.now')}</th>
            <th className="font-normal">{t('pickList.bag')}</th>
            <th className="font-normal">{t('pickList.expires')}</th>
            <th className="font-normal">{t('pickList.place')}</th>
            <th className="w-12 text-center font-normal">{t('pickList.mark')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ListRow key={row.key} row={row} isAfresh={row.key === rows[0]?.key} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="py-2 text-center">{t('pickList.nothing')}</p>}
      {isLast && rows.length > 0 && <p className="py-1 text-center">{t('sheet.endOfList')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <div className="mb-2 grid grid-cols-2 gap-4">
            <span className="border-b border-line-3">{t('pickList.picker')}</span>
            <span className="border-b border-line-3">{t('pickList.packer')}</span>
          </div>
        )}
        <PrintedLine
          printed={t('sheet.printed', { at: format.dateTime(list.printedAt) })}
          {...{ sheet: list, page, pages }}
        />
      </footer>
    </section>
  );
}

/** @param isAfresh on a new page a line is named again, though its first bag stands on the one before. */
function ListRow({ row, isAfresh }: { row: Row; isAfresh: boolean }) {
  const t = useTranslations('blood-orders');
  const words = useLineWords();
  const format = useFormat();
  const { line } = row;
  const isNamed = row.kind !== 'bag' || row.isFirst || isAfresh;
  const wanted = words.wanted(line);
  return (
    <tr className="h-[8mm] break-inside-avoid border-b border-line-2">
      <td>{isNamed && line.lineNo}</td>
      <td>
        {isNamed && words.name(line.component)}
        {isNamed && wanted && <strong className="ml-2">{wanted}</strong>}
      </td>
      <td>{isNamed && <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />}</td>
      <td className="pr-3 text-right font-bold">
        {isNamed && row.kind !== 'later' && words.amount(line.component, line.due)}
      </td>
      {row.kind === 'bag' ? (
        <>
          <td className="font-code font-bold">{format.donationNumber(row.bag.donationNo)}</td>
          <td>{format.dateTime(row.bag.expiresAt)}</td>
          <td className="font-bold">{row.bag.storagePlace}</td>
          <td>
            <span className="mx-auto block size-[4mm] border border-ink" />
          </td>
        </>
      ) : (
        <td colSpan={4}>
          {row.kind === 'none'
            ? t('pickList.none')
            : format.clauses([
                t('pickList.laterHead'),
                t('pick.laterOn', {
                  amount: words.amount(line.component, line.owed - line.due),
                  date: line.laterOn ?? '',
                }),
              ])}
        </td>
      )}
    </tr>
  );
}
