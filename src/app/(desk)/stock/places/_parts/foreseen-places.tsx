'use client';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { celsiusDecimals } from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';
import type { ForeseenPlace } from '@/server/modules/storage-places/foresee-import';

/** Place by place what a file says, and what would come of it. */
export function ForeseenPlaces({ places }: { places: readonly ForeseenPlace[] }) {
  const t = useTranslations('storage-places.recorder');
  const said = useTranslations('storage-places.temperature');
  const format = useFormat();
  const at = (when: Date) => format.dateTime(when).slice(5);
  const count = (figure: number) => (figure > 0 ? format.number(figure) : '');
  return (
    <TableFrame label={t('reviewTitle')} className="max-h-80">
      <Table density="tight">
        <TableHead>
          <HeadCell>{t('columns.place')}</HeadCell>
          <HeadCell align="right">{t('columns.readings')}</HeadCell>
          <HeadCell align="right">{t('columns.out')}</HeadCell>
          <HeadCell align="right">{t('columns.worst')}</HeadCell>
          <HeadCell>{t('columns.span')}</HeadCell>
          <HeadCell align="right">{t('columns.held')}</HeadCell>
          <HeadCell align="right">{t('columns.gone')}</HeadCell>
        </TableHead>
        <tbody>
          {places.map((place) => (
            <TableRow key={place.id} state={place.out > 0 ? 'refuse' : 'plain'}>
              <Cell>
                <span className="font-code font-bold">{place.code}</span> {place.name}{' '}
                {place.endsOut && <StatusMark tone="back">{t('endsOut')}</StatusMark>}
              </Cell>
              <Cell align="right">{format.number(place.readings)}</Cell>
              <Cell align="right">{count(place.out)}</Cell>
              <Cell align="right">
                {place.worst &&
                  said('value', { celsius: format.number(place.worst.celsius, celsiusDecimals(place.worst.celsius)) })}
              </Cell>
              <Cell>{place.firstOutAt && place.lastOutAt && `${at(place.firstOutAt)} – ${at(place.lastOutAt)}`}</Cell>
              <Cell align="right">{count(place.held)}</Cell>
              <Cell align="right">{count(place.gone)}</Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
