'use client';
import type { ReactNode } from 'react';
import { DefinitionList } from '@/components/ui/definition-list';
import type { RecordDefinition } from '@/domain/record';
import { FieldValue, type OrganisationNames, type RecordRow } from './field-value';
import { useRecordWords } from './record-words';

type RecordDetailProps = {
  definition: RecordDefinition;
  record: RecordRow;
  fields: readonly string[];
  columns?: 2 | 3 | 4 | 6;
  organisations?: OrganisationNames | undefined;
  renderValue?: Readonly<Record<string, (record: RecordRow) => ReactNode>>;
  now?: Date | undefined;
};

/** The fields of one record, label over value. */
export function RecordDetail(props: RecordDetailProps) {
  const { definition, record, fields, columns = 2, organisations, renderValue, now } = props;
  const words = useRecordWords(definition);
  return (
    <DefinitionList
      columns={columns}
      items={fields.map((name) => ({
        key: name,
        term: words.field(name),
        value: renderValue?.[name]?.(record) ?? (
          <FieldValue definition={definition} name={name} row={record} organisations={organisations} now={now} />
        ),
      }))}
    />
  );
}
