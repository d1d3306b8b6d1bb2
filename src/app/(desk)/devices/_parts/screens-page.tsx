'use client';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import type { DeviceState } from '@/domain/devices';
import type { Tone } from '@/domain/lifecycle';
import { nothing } from '@/i18n/format';
import { EnrolDialog } from './enrol-dialog';
import { RevokeDialog } from './revoke-dialog';

const tones: Record<DeviceState, Tone> = { announced: 'info', lapsed: 'quiet', enrolled: 'done', revoked: 'void' };

/** 大屏: which screens may show the house's figures, until when a link waits for its screen, and what is out of use. */
export function ScreensPage({ mayEnrol }: { mayEnrol: boolean }) {
  const t = useTranslations('devices');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const open = useOpenDialog();
  const { data, error } = useQuery(trpc.devices.list.queryOptions({}));
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        mayEnrol && (
          <Button
            size="dense"
            variant="primary"
            icon={<Icon of={Plus} />}
            onClick={() => open((close) => <EnrolDialog onClose={close} />)}
          >
            {t('enrol.open')}
          </Button>
        )
      }
    >
      {error && <FailurePanel definition={{ module: 'devices' }} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={6} />}
      {data?.length === 0 && <EmptyState title={t('empty')} />}
      {data && data.length > 0 && (
        <TableFrame label={t('title')} className="flex-1">
          <Table>
            <TableHead>
              <HeadCell>{t('fields.label')}</HeadCell>
              <HeadCell>{t('fields.createdAt')}</HeadCell>
              <HeadCell>{t('fields.enrolledAt')}</HeadCell>
              <HeadCell>{t('fields.revokedAt')}</HeadCell>
              <HeadCell>{t('fields.state')}</HeadCell>
              {mayEnrol && <HeadCell isSticky />}
            </TableHead>
            <tbody>
              {data.map((device) => (
                <TableRow
                  key={device.id}
                  state={device.state === 'revoked' || device.state === 'lapsed' ? 'blocked' : 'plain'}
                >
                  <Cell>{device.label}</Cell>
                  <Cell>
                    <DayTime at={device.createdAt} now={now} />
                  </Cell>
                  <Cell>{device.enrolledAt ? <DayTime at={device.enrolledAt} now={now} /> : nothing}</Cell>
                  <Cell>{device.revokedAt ? <DayTime at={device.revokedAt} now={now} /> : nothing}</Cell>
                  <Cell>
                    <StatusMark tone={tones[device.state]}>{t(`states.${device.state}`)}</StatusMark>
                  </Cell>
                  {mayEnrol && (
                    <Cell align="right" isSticky>
                      {(device.state === 'enrolled' || device.state === 'announced') && (
                        <Button
                          size="sm"
                          aria-label={t('revoke.title', { label: device.label })}
                          onClick={() => open((close) => <RevokeDialog device={device} onClose={close} />)}
                        >
                          {t('revoke.action')}
                        </Button>
                      )}
                    </Cell>
                  )}
                </TableRow>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </Page>
  );
}
