import { LevelMark } from '@/components/ui/level-mark';
import { StatusMark, type StatusTone } from '@/components/ui/status-mark';
import { Section, Twice } from './section';

type Sample = readonly [word: string, tone: StatusTone, stage?: number];

const records: readonly { name: string; states: readonly Sample[] }[] = [
  {
    name: '血液预订',
    states: [
      ['草稿', 'quiet'],
      ['待受理', 'plain', 1],
      ['已受理', 'plain', 2],
      ['部分发运', 'plain', 2.5],
      ['已发运', 'plain', 3],
      ['部分接收', 'plain', 4],
      ['已完成', 'done'],
      ['已退回', 'back'],
      ['发送失败', 'back'],
      ['已取消', 'void'],
    ],
  },
  {
    name: '血袋',
    states: [
      ['待收', 'quiet'],
      ['已扫待签', 'plain', 2],
      ['已入库', 'plain', 1],
      ['可用', 'plain', 2],
      ['预留', 'plain', 3],
      ['已发血', 'plain', 3.5],
      ['输注中', 'plain', 4],
      ['已输注', 'done'],
      ['隔离', 'hold'],
      ['拒收', 'back'],
      ['报废', 'void'],
      ['过期', 'stop'],
      ['召回', 'stop'],
      ['标签例外', 'warn'],
      ['重复，第 25 行', 'info'],
    ],
  },
];

function Statuses() {
  return (
    <>
      <dl className="divide-y divide-line">
        {records.map(({ name, states }) => (
          <div key={name} className="grid grid-cols-[88px_minmax(0,1fr)] items-center py-1.5">
            <dt className="text-13 text-ink-2">{name}</dt>
            <dd className="flex flex-wrap gap-x-4 gap-y-1">
              {states.map(([word, tone, stage]) => (
                <StatusMark key={word} tone={tone} stage={stage ?? 0}>
                  {word}
                </StatusMark>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap items-center gap-4 py-1.5">
        <StatusMark tone="stop" hasIcon={false}>
          危及生命
        </StatusMark>
        <StatusMark tone="warn" hasIcon={false}>
          紧急
        </StatusMark>
        <span className="inline-flex items-center gap-1.5 text-13">
          <LevelMark level={2} isDecorative /> 已确认，处理中
        </span>
        <StatusMark stage={2} size="large">
          已扫待签
        </StatusMark>
      </div>
    </>
  );
}

export function StatusParts() {
  return (
    <Section title="状态" note="饼块是走到哪一步；方框要人处理；斜纹是不可用；斜杠是已了结且无效">
      <Twice>
        <Statuses />
      </Twice>
    </Section>
  );
}
