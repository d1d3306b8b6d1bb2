'use client';
import { DefinitionList } from '@/components/ui/definition-list';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { placeOf } from '@/domain/units/facts';
import { nothing } from '@/i18n/format';
import type { UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

/** What the bag is, where it comes from and where it is, on one line. */
export function BagFacts({ trace }: { trace: UnitTrace }) {
  const { t, format, org, component, amount, holdReason } = useTraceWords(trace.organisations);
  const { bag, what } = trace;
  return (
    <section className="flex flex-none items-center gap-4 border border-line-2 bg-surface px-3 py-2">
      <GroupPlate abo={what.abo as PlateAbo} rhd={what.rhd as PlateRhd} size="m" />
      <strong className="text-16 whitespace-nowrap">
        {component(what.component)} {amount(what)}
      </strong>
      {bag && (
        <DefinitionList
          layout="row"
          className="ml-auto"
          items={[
            { key: 'source', term: t('facts.source'), value: org(bag.sourceOrgId) },
            {
              key: 'collected',
              term: t('facts.collectedAt'),
              value: bag.collectedAt ? format.dateTime(bag.collectedAt) : nothing,
            },
            { key: 'expires', term: t('facts.expiresAt'), value: format.dateTime(bag.expiresAt) },
            { key: 'holder', term: t('facts.holder'), value: org(placeOf(bag)) },
            ...(bag.storagePlace ? [{ key: 'place', term: t('facts.storagePlace'), value: bag.storagePlace }] : []),
            ...(bag.state === 'quarantined' && bag.holdReason
              ? [{ key: 'held', term: t('facts.holdReason'), value: holdReason(bag.holdReason) }]
              : []),
          ]}
        />
      )}
    </section>
  );
}
