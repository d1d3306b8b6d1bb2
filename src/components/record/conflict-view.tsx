'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import type { RecordDefinition } from '@/domain/record';
import { FieldValue, type OrganisationNames, type RecordRow } from './field-value';
import { isSameValue } from './record-diff';
import { useRecordWords } from './record-words';

type Side = 'theirs' | 'mine';

type ConflictViewProps = {
  definition: RecordDefinition;
  /** The record as this person first saw it, as it stands now, and as this person left the form. */
  base: RecordRow;
  theirs: RecordRow & { version: number };
  mine: RecordRow;
  /** Fields of the form: only these can be chosen. */
  fields: readonly string[];
  /** Who saved meanwhile and when, when it is known: 陆佳 14:01. */
  changedBy?: string | undefined;
  organisations?: OrganisationNames | undefined;
  /** Saves again, on the version that stands now. */
  onSave: (merged: Record<string, unknown>, version: number) => void;
  onCancel: () => void;
  isPending?: boolean;
};

/**
 * Two people changed one record: both versions side by side, field by field. Where only one side changed a field, that side is proposed;
 * where both did, nobody is proposed and the person has to choose.
 */
export function ConflictView(props: ConflictViewProps) {
  const { definition, base, theirs, mine, fields, changedBy, organisations, onSave, onCancel, isPending } = props;
  const words = useRecordWords(definition);
  const t = useTranslations('record.conflict');
  const differing = fields.filter((name) => !isSameValue(theirs[name], mine[name]));
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>(() => {
    const proposed: Record<string, Side> = {};
    for (const name of differing) {
      if (isSameValue(mine[name], base[name])) proposed[name] = 'theirs';
      else if (isSameValue(theirs[name], base[name])) proposed[name] = 'mine';
    }
    return proposed;
  });
  const open = differing.filter((name) => choices[name] === undefined);

  function save() {
    const merged = Object.fromEntries(
      fields.map((name) => [name, choices[name] === 'theirs' ? theirs[name] : mine[name]]),
    );
    onSave(merged, theirs.version);
  }

  return (
    <section className="flex flex-col gap-2" aria-label={t('title')}>
      <Banner tone="warn" title={t('title')}>
        {changedBy ? t('changedBy', { who: changedBy }) : t('changed')}
      </Banner>
      {differing.length === 0 ? (
        <p className="text-13">{t('same')}</p>
      ) : (
        <div className="border border-line-2 bg-surface">
          <Table density="normal">
            <TableHead>
              <HeadCell>{t('field')}</HeadCell>
              <HeadCell>{t('before')}</HeadCell>
              <HeadCell>{t('theirs')}</HeadCell>
              <HeadCell>{t('mine')}</HeadCell>
              <HeadCell>{t('keep')}</HeadCell>
            </TableHead>
            <tbody>
              {differing.map((name) => (
                <TableRow key={name}>
                  <Cell>{words.field(name)}</Cell>
                  {[base, theirs, mine].map((row, index) => (
                    <Cell key={['base', 'theirs', 'mine'][index]} wraps className={index === 0 ? 'text-ink-3' : ''}>
                      <FieldValue definition={definition} name={name} row={row} organisations={organisations} />
                    </Cell>
                  ))}
                  <Cell>
                    <SegmentedControl
                      size="sm"
                      label={t('keepOf', { field: words.field(name) })}
                      items={[
                        { value: 'theirs', label: t('theirs') },
                        { value: 'mine', label: t('mine') },
                      ]}
                      value={choices[name] ?? null}
                      onValueChange={(side) => setChoices((before) => ({ ...before, [name]: side }))}
                    />
                  </Cell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('discard')}</Button>
        <Button
          variant="primary"
          onClick={save}
          isPending={isPending ?? false}
          disabledReason={open.length > 0 ? t('undecided', { count: open.length }) : null}
        >
          {t('save')}
        </Button>
      </div>
    </section>
  );
}
