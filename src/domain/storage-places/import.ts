import { z } from 'zod';
import { readMomentText } from '../blood/bag-texts';
import { defineImport } from '../import-definition';
import type { SeriesLine } from './series';
import { placeCelsius } from './temperatures';

const zone = 'Asia/Shanghai';

/** `4.2`, `−18.5 ℃`; of a third decimal only what a spreadsheet's arithmetic leaves is dropped. Null: no such temperature. */
export function readCelsiusText(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace('−', '-').replace(/°?C$/i, '');
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return null;
  const exact = Number(plain);
  const celsius = Math.round(exact * 100) / 100;
  return Math.abs(celsius - exact) < 1e-9 && placeCelsius.safeParse(celsius).success ? celsius : null;
}

/** A moment with its time of day, to the second, in the city's zone; null of a day alone. */
export function readReadingTime(text: string): Date | null {
  const plain = text.normalize('NFKC').trim();
  const clock = /[ T]\d{1,2}[:时]\d{2}(?::(\d{2}))?/.exec(plain);
  const moment = readMomentText(plain, zone);
  const seconds = Number(clock?.[1] ?? 0);
  return clock && moment.ok && seconds < 60 ? new Date(moment.value.getTime() + seconds * 1000) : null;
}

const rowSchema = z
  .object({ place: z.string(), readAt: z.string(), celsius: z.string() })
  .transform((row, context): SeriesLine => {
    const readAt = readReadingTime(row.readAt);
    const celsius = readCelsiusText(row.celsius);
    if (!readAt) context.addIssue({ code: 'custom', message: 'temperature.time_unreadable', path: ['readAt'] });
    if (celsius === null) context.addIssue({ code: 'custom', message: 'temperature.unreadable', path: ['celsius'] });
    return readAt && celsius !== null ? { place: row.place, readAt, celsius } : z.NEVER;
  });

/** What a recorder has measured: one reading a line. */
export const temperatureImport = defineImport({
  module: 'storage-places',
  permission: 'storage-places.import',
  columns: [
    {
      key: 'place',
      headerZh: '位置',
      headerEn: 'Place',
      aliases: ['位置代码', '储存位置', '代码', '冰箱', '冰箱编号', '设备', '设备编号', '测点', 'Place code', 'Code'],
      isRequired: true,
      example: 'R1',
    },
    {
      key: 'readAt',
      headerZh: '时间',
      headerEn: 'Time',
      aliases: ['读数时间', '记录时间', '采集时间', '测量时间', '日期时间', 'Read at', 'Date time', 'Timestamp'],
      isRequired: true,
      example: '2026-11-28 08:00',
    },
    {
      key: 'celsius',
      headerZh: '温度',
      headerEn: 'Temperature',
      aliases: ['℃', '温度值', '温度℃', '读数', '测量值', 'Celsius', 'Temp', 'Value'],
      isRequired: true,
      example: '4.2',
    },
  ],
  rowSchema,
});
