'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Barcode } from '@/components/ui/barcode';
import { GroupPlate } from '@/components/ui/group-plate';
import { chains } from '@/domain/transfusion-requests/approval';
import { labItems } from '@/domain/transfusion-requests/fields';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { Request } from './request-types';
import { useRequestWords } from './request-words';

interface Stamp {
  readonly copy: number;
  readonly printedAt: Date;
  readonly printedBy: string;
}

/** A4, black on white: patient and group first, then what is asked for, why, and who signed. Who has not signed finds his line. */
export function RequestSheet({ request, stamp }: { request: Request; stamp: Stamp | null }) {
  const t = useTranslations('transfusion-requests');
  const patients = useTranslations('patients');
  const format = useFormat();
  const words = useRequestWords();
  const { abo, rhd } = request;
  const yes = (name: 'isConsented' | 'isAssessed' | 'isEmergency') =>
    t(`options.${name}.${request[name] ? 'true' : 'false'}`);
  const history = (name: 'bloodHistory' | 'reactionHistory', more: string) =>
    request[name] ? [t(`options.${name}.${request[name]}`), more].filter((word) => word !== '').join(' ') : nothing;
  const signed = request.steps.filter(
    ({ round, decision }) => round === request.round && decision !== 'returned' && decision !== 'refused',
  );
  const row = request.approvalRow ?? 1;
  const signatures = [
    {
      name: t('sheet.applicant'),
      by: [request.appliedBy ?? '', request.applicantTitle ? t(`options.applicantTitle.${request.applicantTitle}`) : '']
        .join(' ')
        .trim(),
      at: request.appliedAt,
      opinion: '',
    },
    ...[...chains[row], 'department' as const].map((step) => {
      const found = signed.find((one) => one.step === step);
      return {
        name: t(`sheet.${step}`),
        by: found?.signerName ?? '',
        at: found?.signedAt ?? null,
        opinion: found?.opinion ?? '',
      };
    }),
    { name: t('sheet.collector'), by: '', at: null, opinion: '' },
  ];
  return (
    <section className="mx-auto flex h-[1122px] w-[794px] flex-col bg-surface px-10 py-8 text-13 text-ink print:m-0">
      <header className="flex items-start justify-between border-b-2 border-ink pb-2">
        <div>
          <p>{request.orgName}</p>
          <h1 className="text-24 font-bold">{t('sheet.title')}</h1>
          <p className="font-bold">
            {t(`states.${request.state}`)}
            {request.isEmergency && <span className="ml-3 border-2 border-ink px-2">{t('sheet.emergency')}</span>}
          </p>
        </div>
        <div className="text-right">
          {request.no && <Barcode text={request.no} label={request.no} />}
          <p className="font-code text-16 font-bold">{request.no ?? nothing}</p>
        </div>
      </header>
      <div className="flex items-center gap-4 border-b border-line-2 py-3">
        <GroupPlate abo={abo} rhd={rhd === 'unknown' ? 'unspecified' : rhd} size="l" />
        <dl className="grid flex-1 grid-cols-3 gap-x-6 gap-y-1">
          <Fact term={t('patient')}>{request.patientLabel}</Fact>
          <Fact term={patients('fields.sex')}>{patients(`options.sex.${request.patient.sex}`)}</Fact>
          <Fact term={patients('fields.birthDate')}>{request.patient.birthDate ?? nothing}</Fact>
          <Fact term={t('fields.sickType')}>{t(`options.sickType.${request.sickType}`)}</Fact>
          <Fact term={t('fields.department')}>{request.department}</Fact>
          <Fact term={t('fields.bed')}>{`${request.ward} ${request.bed}`.trim() || nothing}</Fact>
          <Fact term={t('fields.residence')}>
            {request.residence ? t(`options.residence.${request.residence}`) : nothing}
          </Fact>
          <Fact term={t('fields.feeType')}>{request.feeType || nothing}</Fact>
          <Fact term={t('fields.plannedOn')}>{request.plannedOn ?? nothing}</Fact>
        </dl>
      </div>
      <table className="my-3 w-full border border-ink text-14">
        <thead>
          <tr className="border-b border-ink text-left text-12">
            <th className="px-2 py-1 font-normal">{t('component')}</th>
            <th className="px-2 py-1 text-right font-normal">{t('amount')}</th>
            <th className="px-2 py-1 font-normal">{t('modifiers')}</th>
          </tr>
        </thead>
        <tbody>
          {request.lines.map((line) => (
            <tr key={`${line.component}|${line.modifiers.join('|')}`} className="border-b border-line-2 last:border-0">
              <td className="px-2 py-1.5 font-bold">{words.component(line.component)}</td>
              <td className="px-2 py-1.5 text-right font-bold">{words.amount(line.component, line.amount)}</td>
              <td className="px-2 py-1.5">{words.modifiers(line.modifiers) || t('noModifiers')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 border-b border-line-2 pb-3">
        <Fact term={t('fields.diagnosis')}>{request.diagnosis}</Fact>
        <Fact term={t('fields.purpose')}>{request.purpose}</Fact>
        <Fact term={t('fields.indication')}>{request.indication || nothing}</Fact>
        <Fact term={t('fields.nature')}>
          {t(`options.nature.${request.nature}`)} {t(`options.arrangement.${request.arrangement}`)}
        </Fact>
        <Fact term={t('fields.isConsented')}>{yes('isConsented')}</Fact>
        <Fact term={t('fields.isAssessed')}>
          {yes('isAssessed')} {request.assessment}
        </Fact>
        <Fact term={t('fields.bloodHistory')}>
          {history('bloodHistory', request.bloodTimes === null ? '' : String(request.bloodTimes))}
        </Fact>
        <Fact term={t('fields.reactionHistory')}>{history('reactionHistory', request.reactionText)}</Fact>
        <Fact term={t('fields.allergy')}>{request.allergy || nothing}</Fact>
        <Fact term={t('fields.transplant')}>{request.transplant || nothing}</Fact>
        {request.gravida !== null && request.para !== null && (
          <Fact term={t('fields.gravida')}>
            {t('sheet.pregnancies', { gravida: request.gravida, para: request.para })}
          </Fact>
        )}
        {(request.route || request.dripRate) && (
          <Fact term={t('fields.route')}>{`${request.route} ${request.dripRate}`.trim()}</Fact>
        )}
      </dl>
      {request.labs.length > 0 && (
        <dl className="grid grid-cols-5 gap-x-4 gap-y-1 border-b border-line-2 py-3 text-12">
          <Fact term={t('fields.labsOn')}>{request.labsOn ?? nothing}</Fact>
          {request.labs.map(({ item, value }) => (
            <Fact key={item} term={t(`options.lab.${item}`)}>
              {value} {labItems[item]}
            </Fact>
          ))}
        </dl>
      )}
      <p className="py-2">
        {t(request.isEmergency ? 'whyEmergency' : 'whyRowText', {
          own: format.number(request.countedMl),
          total: format.number(request.windowMl ?? request.countedMl),
          window: t(`windows.${request.window}`),
          row: t(`rows.${row}`),
        })}{' '}
        <strong>{words.chain(row)}</strong>
      </p>
      <table className="w-full border border-ink">
        <tbody>
          {signatures.map(({ name, by, at, opinion }) => (
            <tr key={name} className="h-9 border-b border-line-2 last:border-0">
              <th scope="row" className="w-36 px-2 text-left font-normal text-ink-2">
                {name}
              </th>
              <td className="w-52 font-bold">{by}</td>
              <td className="w-40">{at ? format.dateTime(at) : ''}</td>
              <td>{opinion}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer className="mt-auto flex justify-between border-t border-ink pt-1 text-12">
        <span>{stamp ? t('sheet.printed', { at: format.dateTime(stamp.printedAt), who: stamp.printedBy }) : ''}</span>
        <span>{stamp ? t('sheet.copy', { copy: stamp.copy }) : ''}</span>
        <span>{request.no}</span>
      </footer>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="flex-none text-ink-2">{term}</dt>
      <dd className="min-w-0 font-bold">{children}</dd>
    </div>
  );
}
