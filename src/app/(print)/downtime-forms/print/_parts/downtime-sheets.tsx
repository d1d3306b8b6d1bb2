'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { readDowntimeSheets } from '@/app/_server/downtime-sheets';
import { buttonClasses } from '@/components/ui/button';
import { lineKinds, linesOnForm } from '@/domain/downtime-forms/kinds';

type Sheets = NonNullable<Awaited<ReturnType<typeof readDowntimeSheets>>>;

/** A4 sheets to be written on, lying: black on white, one number and one barcode each. */
export function DowntimeSheets({ sheets }: { sheets: Sheets }) {
  const t = useTranslations('downtime-forms.sheet');
  useEffect(() => window.print(), []);
  return (
    <div className="mx-auto w-[277mm] bg-surface text-12 text-ink [page:lying]">
      <p className="flex gap-3 py-2 print:hidden">
        <a href="/downtime-forms" className={buttonClasses('secondary', 'dense')}>
          {t('close')}
        </a>
        <button type="button" className={buttonClasses('primary', 'dense')} onClick={() => window.print()}>
          {t('printNow')}
        </button>
      </p>
      {sheets.forms.map((form) => (
        <Sheet key={form.id} sheets={sheets} form={form} />
      ))}
    </div>
  );
}

const columns = [
  ['line', 'w-[8mm]'],
  ['kind', 'w-[27mm]'],
  ['donationNo', 'w-[38mm]'],
  ['productCode', 'w-[24mm]'],
  ['group', 'w-[12mm]'],
  ['expiry', 'w-[22mm]'],
  ['time', 'w-[22mm]'],
  ['patient', ''],
  ['patientGroup', 'w-[13mm]'],
  ['crossmatch', 'w-[32mm]'],
  ['celsius', 'w-[12mm]'],
  ['first', 'w-[20mm]'],
  ['second', 'w-[20mm]'],
] as const;

function Sheet({ sheets, form }: { sheets: Sheets; form: Sheets['forms'][number] }) {
  const t = useTranslations('downtime-forms.sheet');
  return (
    <section aria-label={form.no} className="flex h-[188mm] break-after-page flex-col py-1 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{t('org', { org: sheets.orgName })}</p>
          <h1 className="text-20 font-bold">{t('title')}</h1>
          <p className="max-w-[170mm] text-12">{t('hint')}</p>
        </div>
        <div className="text-right">
          {/* biome-ignore lint/performance/noImgElement: a drawn barcode, nothing to optimise */}
          <img
            src={`data:image/svg+xml,${encodeURIComponent(form.code)}`}
            alt={form.codeText}
            className="ml-auto h-[12mm] w-[66mm]"
          />
          <p className="font-code text-16 font-bold">{form.no}</p>
          {sheets.isDemo && <p className="font-bold">{t('demo')}</p>}
        </div>
      </header>
      <div className="grid grid-cols-3 gap-6 py-1">
        <span className="border-b border-line-3 pt-2">{t('from')}</span>
        <span className="border-b border-line-3 pt-2">{t('until')}</span>
        <span className="border-b border-line-3 pt-2">{t('keeper')}</span>
      </div>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr>
            {columns.map(([name, width]) => (
              <th key={name} className={`border border-ink px-0.5 text-left align-top font-normal ${width}`}>
                {t(`columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: linesOnForm }, (_, index) => index + 1).map((line) => (
            <tr key={line} className="h-[10.5mm]">
              {columns.map(([name]) => (
                <td key={name} className="border border-ink px-0.5 align-middle whitespace-nowrap text-ink-2">
                  {name === 'line' && line}
                  {name === 'kind' && lineKinds.map((kind) => `□${t(`boxes.${kind}`)}`).join(' ')}
                  {name === 'crossmatch' && t('crossmatch')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <footer className="mt-auto grid grid-cols-3 gap-6 pt-2">
        <span className="border-b border-line-3">{t('remarks')}</span>
        <span className="border-b border-line-3">{t('entered')}</span>
        <span>{t('back')}</span>
      </footer>
    </section>
  );
}
