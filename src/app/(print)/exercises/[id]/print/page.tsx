import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readExerciseSheet } from '@/app/_server/exercise-sheet';
import { BagLabel, NamedCode } from '@/app/(print)/_parts/label-parts';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import type { ExerciseCode } from '@/domain/exercises/catalogue';
import { formatDateTime } from '@/i18n/format';
import { readLocale, readTranslations } from '@/i18n/server';
import { PrintNow } from './_parts/print-now';

const components: readonly BloodComponent[] = componentCatalogue;

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('exercises');
  return { title: t('print') };
}

/** What is scanned in one round, to put on empty bags or to scan from the screen. Every label says what it is. */
export default async function ExerciseSheetPage({ params }: SheetPageProps) {
  const sheet = await readExerciseSheet((await params).id);
  if (!sheet) notFound();
  const locale = await readLocale();
  const t = await readTranslations('exercises');
  const words = await readTranslations('bag-receipts.scan.codes');
  const stamp = <Stamp>{t('sheet.stamp')}</Stamp>;
  return (
    <main className="mx-auto max-w-[1000px] bg-surface p-6 text-ink print:p-0">
      <header className="mb-3 flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h1 className="text-20 font-bold">
            {t('sheet.title', { name: t(`options.code.${sheet.code as ExerciseCode}`) })}
          </h1>
          <p className="text-14 text-ink-2">
            {sheet.orgName} {t('sheet.hint')}
          </p>
        </div>
        <PrintNow label={t('sheet.print')} />
      </header>
      {(sheet.notes.length > 0 || sheet.patient || sheet.place) && (
        <ul className="mb-3 grid grid-cols-2 gap-2">
          {sheet.notes.map((code) => (
            <NamedCode key={code.text} code={code} mark={stamp}>
              {t('sheet.noteNo')} <strong className="font-code">{code.text}</strong>
            </NamedCode>
          ))}
          {sheet.patient && (
            <NamedCode code={sheet.patient.code} mark={stamp}>
              {t('sheet.patient')} <strong>{sheet.patient.name}</strong>{' '}
              <span className="font-code">{sheet.patient.mrn}</span>
            </NamedCode>
          )}
          {sheet.place && (
            <NamedCode code={sheet.place.scan} mark={stamp}>
              {t('sheet.place')} <strong>{sheet.place.code}</strong> {sheet.place.name}
            </NamedCode>
          )}
        </ul>
      )}
      <h2 className="mb-1 text-16 font-bold">{t('sheet.bags', { count: sheet.bags.length })}</h2>
      {sheet.bags.length === 0 && <p className="mb-3 text-14">{t('sheet.noBags')}</p>}
      <ul className="mb-4 grid grid-cols-1 gap-2">
        {sheet.bags.map((bag) => {
          const component = components.find(({ code }) => code === bag.component);
          return (
            <BagLabel
              key={bag.donationNo}
              bag={bag}
              component={component ? componentName(component, locale) : bag.component}
              amount={component ? formatAmount(bag.amount, component, locale) : ''}
              expiry={formatDateTime(bag.expiresAt)}
              word={(kind) => words(kind as 'donation')}
              {...(bag.part === 'damaged' ? { damaged: t('sheet.damaged') } : {})}
              mark={stamp}
            />
          );
        })}
      </ul>
      {sheet.partners.length > 0 && (
        <>
          <h2 className="mb-1 text-16 font-bold">{t('sheet.partners')}</h2>
          <p className="mb-2 text-14 font-bold">{t('sheet.partnersHint')}</p>
          <ul className="grid grid-cols-3 gap-2">
            {sheet.partners.map(({ staffNo, name, title, code }) => (
              <NamedCode key={staffNo} code={code} mark={stamp}>
                <strong>{name}</strong> {staffNo} {title}
              </NamedCode>
            ))}
          </ul>
        </>
      )}
    </main>
  );
}

/** At the head of every label: it must be seen on one that was cut out. */
function Stamp({ children }: { children: string }) {
  return (
    <strong className="flex-none border-2 border-ink px-1.5 text-14 leading-[18px] font-bold tracking-[0.1em]">
      {children}
    </strong>
  );
}
