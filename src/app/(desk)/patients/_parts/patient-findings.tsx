'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Banner } from '@/components/ui/banner';
import { settledGroup } from '@/domain/blood/recipient';
import { useFormat } from '@/i18n/provider';

type PatientFindingsProps = {
  patient: {
    readonly id: string;
    readonly abo: 'A' | 'B' | 'O' | 'AB' | 'unknown';
    readonly rhd: 'positive' | 'negative' | 'unknown';
  };
};

/** What reports of reference laboratories found, each with its source; what does not stand any more is pale and says since when. */
export function PatientFindings({ patient }: PatientFindingsProps) {
  const t = useTranslations('patients');
  const trpc = useTRPC();
  const format = useFormat();
  const locale = useLocale();
  const { data } = useQuery(trpc.patients.findings.queryOptions({ id: patient.id }));
  if (!data || data.length === 0) return null;
  const reported = data.find(({ kind, withdrawnAt }) => kind === 'group' && withdrawnAt === null)?.value ?? null;
  const settled = settledGroup(patient, reported);
  const isAgainst = settled.abo !== patient.abo || settled.rhd !== patient.rhd;
  const words = (kind: string, value: string) => {
    if (kind !== 'group') return kind === 'antigen' ? value.replace(/-$/, '\u2212') : value;
    const [abo = 'unknown', rhd = 'unknown'] = value.split('.');
    return `${t(`options.abo.${abo as 'A'}`)} RhD ${t(`options.rhd.${rhd as 'positive'}`)}`;
  };
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-2 text-14 font-bold">{t('findings.title')}</h3>
      {isAgainst && <Banner tone="warn">{t('findings.differs')}</Banner>}
      <ul className="text-13">
        {data.map((finding) => (
          <li
            key={finding.id}
            className={`flex flex-wrap items-baseline gap-x-3 border-t border-line py-1 ${finding.withdrawnAt ? 'text-ink-3' : ''}`}
          >
            <span className="w-10 text-12 text-ink-3">{t(`findings.kinds.${finding.kind}`)}</span>
            <strong className={finding.withdrawnAt ? 'line-through' : ''}>{words(finding.kind, finding.value)}</strong>
            <Link href={`/immunohematology-requests?open=${finding.requestId}`} className="text-link underline">
              {t('findings.source', {
                laboratory: locale === 'en' ? finding.laboratoryEn : finding.laboratory,
                no: finding.requestNo,
                version: finding.reportNo,
              })}
            </Link>
            <span className="ml-auto text-12 text-ink-3">
              {finding.withdrawnAt
                ? t('findings.withdrawn', { at: format.dateTime(finding.withdrawnAt) })
                : format.dateTime(finding.foundAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
