'use client';
import { useTranslations } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { AuditRow } from '@/server/modules/audit/list';
import { useAuditWords } from './audit-words';

type AuditDrawerProps = { row: AuditRow; now: Date | undefined; onClose: () => void };

/** What one line says, as it was written: before and after beside each other, field by field. */
export function AuditDrawer({ row, now, onClose }: AuditDrawerProps) {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const roles = useTranslations('modules.roles');
  const format = useFormat();
  const common = useTranslations('common');
  const textOf = (value: unknown): string => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'boolean') return common(value ? 'yes' : 'no');
    // Written down in universal time, and read in the city's.
    if (typeof value === 'string' && instant.test(value)) return format.dateTime(new Date(value));
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const fields = fieldsOf(row, textOf);
  return (
    <Drawer
      title={`${words.module(row.module)} ${words.action(row.module, row.action)}`}
      label={t('open', { seq: row.seq })}
      onClose={onClose}
      width={420}
    >
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1 border-b border-line px-4 py-3 text-13">
        {(
          [
            ['at', <DayTime key="at" at={row.at} now={now} />],
            [
              'who',
              [
                row.who.staffNo,
                row.who.kind === 'system' ? t('system') : row.who.name,
                row.who.viewAs && t('viewAs', { role: roles(row.who.viewAs) }),
              ]
                .filter(Boolean)
                .join(' '),
            ],
            ['action', [row.action, row.about].filter(Boolean).join(' ')],
            ['recordId', row.recordId],
            ['requestId', row.requestId ?? nothing],
            ['reason', row.reason ?? nothing],
          ] as const
        ).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{t(`fields.${name}`)}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <section className="px-4 py-3 text-13">
        {!row.isOpen && <p className="text-ink-2">{t('closed')}</p>}
        {row.isOpen && fields.length === 0 && <p className="text-ink-2">{t('nothing')}</p>}
        {fields.length > 0 && (
          <table className="w-full table-fixed">
            <thead>
              <tr className="text-left text-12 text-ink-3">
                <th className="w-24 font-normal">{t('fields.field')}</th>
                <th className="font-normal">{t('fields.before')}</th>
                <th className="font-normal">{t('fields.after')}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map(({ name, before, after }) => (
                <tr key={name} className="border-t border-line align-top">
                  <th scope="row" className="py-1 pr-2 text-left font-normal break-words text-ink-2">
                    {words.field(row.module, name)}
                  </th>
                  <td className="py-1 pr-2 break-words">{before}</td>
                  <td className={before === after ? 'py-1 break-words text-ink-3' : 'py-1 break-words font-bold'}>
                    {after}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </Drawer>
  );
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function fieldsOf(
  { before, after }: AuditRow,
  textOf: (value: unknown) => string,
): { name: string; before: string; after: string }[] {
  const [was, is] = [asRecord(before), asRecord(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => ({
    name,
    before: textOf(was[name]),
    after: textOf(is[name]),
  }));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
