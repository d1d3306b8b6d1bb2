'use client';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { formatGroup } from '@/domain/blood/groups';
import { groupOfTarget } from '@/domain/go-lives/codes';
import { useFormat } from '@/i18n/provider';
import type { HouseCodeView } from './go-live-types';
import { DropCode, MapCode } from './map-code-dialog';

const tones = { gap: 'warn', mapped: 'done', dropped: 'void' } as const;

type HouseCodesProps = { codes: readonly HouseCodeView[]; gaps: number; mayMap: boolean };

/** 代码对照: what the house calls products and groups, the gaps first. */
export function HouseCodes({ codes, gaps, mayMap }: HouseCodesProps) {
  const t = useTranslations('go-lives.codes');
  const format = useFormat();
  const open = useOpenDialog();
  const targetOf = ({ kind, target }: HouseCodeView) => {
    const group = kind === 'group' ? groupOfTarget(target ?? '') : undefined;
    return group ? formatGroup(group.abo, group.rhd) : (target ?? '');
  };
  return (
    <Panel
      title={t('title')}
      note={gaps > 0 ? `${t('gaps', { count: gaps })} ${t('hint')}` : t('hint')}
      actions={
        mayMap && (
          <Button size="sm" onClick={() => open((close) => <MapCode code={null} onClose={close} />)}>
            {t('add')}
          </Button>
        )
      }
    >
      {codes.length === 0 ? (
        <p className="px-3 py-2 text-13 text-ink-2">{t('none')}</p>
      ) : (
        <Table density="tight">
          <TableHead>
            <HeadCell>{t('columns.houseCode')}</HeadCell>
            <HeadCell>{t('columns.kind')}</HeadCell>
            <HeadCell>{t('columns.target')}</HeadCell>
            <HeadCell align="right">{t('columns.seen')}</HeadCell>
            <HeadCell>{t('columns.state')}</HeadCell>
            <HeadCell />
          </TableHead>
          <tbody>
            {codes.map((code) => (
              <TableRow key={code.id} state={code.state === 'gap' ? 'warn' : 'plain'}>
                <Cell className="font-code">{code.houseCode}</Cell>
                <Cell>{t(`kind.${code.kind}`)}</Cell>
                <Cell className={code.kind === 'product' ? 'font-code' : ''}>{targetOf(code)}</Cell>
                <Cell align="right">{format.number(code.seen)}</Cell>
                <Cell>
                  <StatusMark tone={tones[code.state]}>{t(`states.${code.state}`)}</StatusMark>
                </Cell>
                <Cell align="right">
                  {mayMap && (
                    <span className="inline-flex gap-2">
                      <Button size="sm" onClick={() => open((close) => <MapCode code={code} onClose={close} />)}>
                        {t('map')}
                      </Button>
                      {code.state === 'gap' && (
                        <Button
                          size="sm"
                          variant="ghost"
                          onClick={() => open((close) => <DropCode code={code} onClose={close} />)}
                        >
                          {t('drop')}
                        </Button>
                      )}
                    </span>
                  )}
                </Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
