'use client';
import { DefinitionList } from '@/components/ui/definition-list';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/panel';
import { Timeline } from '@/components/ui/timeline';
import { useFormat } from '@/i18n/provider';
import { Section } from './section';

const now = new Date('2026-11-23T14:03:12+08:00');

export function TextParts() {
  const format = useFormat();
  return (
    <Section title="数字、要点、经过">
      <div className="grid grid-cols-3 gap-4">
        <Panel title="数字" isPadded>
          <p className="flex flex-wrap items-baseline gap-4">
            <Figure value={format.amount(5800)} unit="U" reserved={format.amount(1400)} size="title" />
            <Figure value={format.cover(2.44)} unit="天" size="readout" />
            <Figure value={format.number(18400)} unit="ml" />
            <Figure value={format.cover(31)} unit="天" />
            <Figure value={format.cover(null)} isStrong={false} />
          </p>
          <p className="mt-2 text-13">
            {format.range(2, 6, '℃')} · {format.range(null, -18, '℃')} · {format.signed(-37)} · {format.signed(26)} ·{' '}
            {format.change(0.2)} · {format.change(-0.6)} · {format.change(0)} · {format.cappedCount(10_000)}
          </p>
          <p className="mt-1 text-13">
            {format.dayTime(new Date('2026-11-23T16:30:00+08:00'), now)} ·{' '}
            {format.dayTime(new Date('2026-11-24T08:30:00+08:00'), now)} ·{' '}
            {format.day(new Date('2026-11-27T08:30:00+08:00'), now)} ·{' '}
            {format.dateTime(new Date('2026-12-10T23:59:00+08:00'))} ·{' '}
            {format.daysLeft(new Date('2026-11-24T23:59:00+08:00'), now)} · {format.monthDay(now)} {format.weekday(now)}
          </p>
        </Panel>
        <Panel title="要点" isFocused isPadded>
          <DefinitionList
            items={[
              { term: '供血血站', value: '申城示范血液中心' },
              { term: '预定用血时间', value: '今日 16:30' },
              { term: '订血类型、配送', value: '常规库存，定时配送' },
              { term: '申请人、审核人', value: '周敏、陈立群' },
            ]}
          />
          <hr className="my-2 border-t border-line" />
          <DefinitionList
            layout="row"
            items={[
              { term: '发血单号', value: 'SX20261123-0147', isStrong: true },
              { term: '应收', value: '42 袋，3 箱' },
            ]}
          />
        </Panel>
        <Panel title="经过" isPadded>
          <Timeline
            items={[
              { key: '1', time: '16:30', title: '预计送达，扫描入库后完成', kind: 'next' },
              { key: '2', time: '14:02', title: '血站已受理', detail: '沈一鸣，现货 41 U、调入 22 U', kind: 'now' },
              { key: '3', time: '13:41', title: '陈立群 审核通过', detail: '输血科负责人。补至 5 天。' },
              { key: '4', time: '13:36', title: '周敏 修改数量', detail: '40 U → 63 U', kind: 'correction' },
              { key: '5', time: '13:20', title: '周敏 提交', detail: '下单时可用 58 U，2.4 天' },
            ]}
          />
        </Panel>
      </div>
    </Section>
  );
}
