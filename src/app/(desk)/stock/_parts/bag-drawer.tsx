'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { StateMark } from '@/components/record/state-mark';
import { buttonClasses } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { DonationNumber } from '@/components/ui/donation-number';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { stockRecord } from '@/domain/stock/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { UnitRow } from '@/server/modules/stock/list-units';
import { BagHoldButton } from './bag-hold-buttons';
import { HoldReasonLine } from './release-ground';
import { useHoldRights } from './use-hold-rights';

/** One bag of the list: what it is, why it is held if it is, and the way off the shelf or back. */
export function BagDrawer({ bag, onClose }: { bag: UnitRow; onClose: () => void }) {
  const trpc = useTRPC();
  const t = useTranslations('stock');
  const trace = useTranslations('units');
  const labels = useTranslations('processings.labels');
  const locale = useLocale();
  const format = useFormat();
  const { mayHold } = useHoldRights();
  const isHeld = bag.state === 'quarantined';
  const holds = useQuery({
    ...trpc.stock.holds.queryOptions({ unitIds: [bag.id] }),
    enabled: mayHold && isHeld,
  });
  const component = componentCatalogue.find(({ code }) => code === bag.component);
  const held = holds.data?.bags[0];
  const [abo, rhd] = bag.group.split('.') as ['A', 'positive'];
  return (
    <Drawer
      label={t('drawer', { no: format.donationNumber(bag.donationNo) })}
      title={<DonationNumber donationNo={bag.donationNo} />}
      status={<StateMark definition={stockRecord} state={bag.state} />}
      onClose={onClose}
      footer={
        <>
          <Link className={buttonClasses('secondary', 'md')} href={`/units/${bag.id}`}>
            {trace('trace')}
          </Link>
          {mayHold && bag.state === 'reserved' && (
            <Link
              className={buttonClasses('secondary', 'md')}
              href={`/processings/labels?kind=compatibility&unit=${bag.id}`}
            >
              {labels('compatibility')}
            </Link>
          )}
          <BagHoldButton bag={bag} size="md" />
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <div className="flex items-center gap-3">
          <GroupPlate abo={abo} rhd={rhd} size="m" />
          {component && (
            <strong>
              {componentName(component, locale)} {formatAmount(bag.amount, component, locale === 'en' ? 'en' : 'zh-CN')}
            </strong>
          )}
        </div>
        <DefinitionList
          items={[
            { key: 'product', term: t('fields.productCode'), value: bag.productCode },
            { key: 'place', term: t('fields.storagePlace'), value: bag.storagePlace || nothing },
            { key: 'expires', term: t('fields.expiresAt'), value: format.dateTime(bag.expiresAt) },
            {
              key: 'collected',
              term: t('fields.collectedAt'),
              value: bag.collectedAt ? format.dateTime(bag.collectedAt) : nothing,
            },
          ]}
        />
        {isHeld && held && (
          <section>
            <h3 className="mb-1 text-13 font-bold">{t('hold.held')}</h3>
            <HoldReasonLine bag={held} />
          </section>
        )}
      </div>
    </Drawer>
  );
}
