import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { LabelsPage } from '../_parts/labels-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('processings');
  return { title: t('labels.title') };
}

type LabelsRouteProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export default async function LabelsRoute({ searchParams }: LabelsRouteProps) {
  const { kind, processing, issue, unit } = await searchParams;
  return (
    <LabelsPage
      kind={one(kind) === 'compatibility' ? 'compatibility' : 'bag'}
      processingId={one(processing)}
      issueId={one(issue)}
      unitId={one(unit)}
    />
  );
}
