'use client';
import { useTranslations } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { useFormat } from '@/i18n/provider';
import type { AuditRow } from '@/server/modules/audit/list';
import { useAuditWords } from './audit-words';

type AuditTableProps = {
  rows: readonly AuditRow[];
  openSeq: number | null;
  now: Date | undefined;
  onOpen: (row: AuditRow) => void;
};

export function AuditTable({ rows, openSeq, now, onOpen }: AuditTableProps) {
  const t = useTranslations('audit');
  const roles = useTranslations('modules.roles');
  const format = useFormat();
  const words = useAuditWords();
  return (
    <TableFrame label={t('title')} className="flex-1">
      <Table>
        <TableHead>
          <HeadCell align="right">{t('fields.seq')}</HeadCell>
          <HeadCell>{t('fields.at')}</HeadCell>
          <HeadCell>{t('fields.who')}</HeadCell>
          <HeadCell>{t('fields.module')}</HeadCell>
          <HeadCell>{t('fields.action')}</HeadCell>
          {openSeq === null && <HeadCell className="w-full">{t('fields.reason')}</HeadCell>}
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={row.seq} state={row.seq === openSeq ? 'chosen' : 'plain'}>
              <Cell align="right">
                <button
                  type="button"
                  className="font-code text-act underline"
                  aria-label={t('open', { seq: format.number(row.seq) })}
                  onClick={() => onOpen(row)}
                >
                  {row.seq}
                </button>
              </Cell>
              <Cell>
                <DayTime at={row.at} now={now} />
              </Cell>
              <Cell>
                {row.who.staffNo && <span className="text-ink-3">{row.who.staffNo} </span>}
                {row.who.kind === 'system' ? t('system') : row.who.name}
                {row.who.viewAs && (
                  <span className="ml-2 text-ink-2">{t('viewAs', { role: roles(row.who.viewAs) })}</span>
                )}
              </Cell>
              <Cell className="text-ink-2">{words.module(row.module)}</Cell>
              <Cell>
                {words.action(row.module, row.action)}
                {row.about && <span className="ml-2 text-ink-2">{row.about}</span>}
              </Cell>
              {openSeq === null && <Cell className="max-w-0 truncate text-ink-2">{row.reason}</Cell>}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
