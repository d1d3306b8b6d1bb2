'use client';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPCClient } from '@/app/_client/trpc';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { type BloodComponent, componentCatalogue, componentName } from '@/domain/blood/components';
import { type BloodGroup, formatGroup, groupColumns, groupKey } from '@/domain/blood/groups';
import type { FoundBag } from '@/server/modules/shipments/find-bags';

const components: readonly BloodComponent[] = componentCatalogue;

type WishFormProps = {
  without: readonly string[];
  onBags: (bags: readonly FoundBag[]) => void;
  /** Bags are being chosen: what is sent now would go without them. */
  whileAsking: <Answer>(asked: Promise<Answer>) => Promise<Answer>;
};

/** So many bags of a component and group: the station's shelf proposes those that expire first. */
export function WishForm({ without, onBags, whileAsking }: WishFormProps) {
  const t = useTranslations('shipments');
  const blood = useTranslations('common.blood');
  const locale = useLocale();
  const client = useTRPCClient();
  const [component, setComponent] = useState<string>('rbc-suspended');
  const [group, setGroup] = useState('A.positive');
  const [bags, setBags] = useState<number | null>(10);
  const [isAsking, setIsAsking] = useState(false);
  const [note, setNote] = useState('');
  const wanted: BloodGroup = groupColumns.find((one) => groupKey(one.abo, one.rhd) === group) ?? groupColumns[0];

  async function propose() {
    if (!bags || isAsking) return;
    setIsAsking(true);
    setNote('');
    try {
      const wishes = [{ component, abo: wanted.abo, rhd: wanted.rhd, bags }];
      const [answer] = await whileAsking(client.shipments.proposeLines.query({ wishes, without: [...without] }));
      if (!answer) return;
      onBags(answer.proposed);
      const known = components.find((candidate) => candidate.code === component);
      if (answer.missing > 0)
        setNote(
          t('wishMissing', {
            component: known ? componentName(known, locale) : component,
            group: formatGroup(wanted.abo, wanted.rhd),
            found: answer.proposed.length,
            missing: answer.missing,
          }),
        );
    } catch {
      setNote(t('wishFailed'));
    } finally {
      setIsAsking(false);
    }
  }

  return (
    <Panel title={t('wish')} isPadded>
      <form
        className="grid grid-cols-[minmax(0,2fr)_120px_120px_auto] items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void propose();
        }}
      >
        <Field label={blood('component')} layout="top" density="dense">
          <Select
            items={components.map((one) => ({ value: one.code, label: componentName(one, locale) }))}
            value={component}
            onValueChange={setComponent}
          />
        </Field>
        <Field label={blood('group')} layout="top" density="dense">
          <Select
            items={groupColumns.map(({ abo, rhd }) => ({ value: groupKey(abo, rhd), label: formatGroup(abo, rhd) }))}
            value={group}
            onValueChange={setGroup}
          />
        </Field>
        <Field label={t('wishBags')} layout="top" density="dense">
          <NumberInput value={bags} onValueChange={setBags} />
        </Field>
        <Button type="submit" size="dense" isPending={isAsking}>
          {t('wishAdd')}
        </Button>
      </form>
      {note && (
        <Banner tone="warn" className="mt-2">
          {note}
        </Banner>
      )}
    </Panel>
  );
}
