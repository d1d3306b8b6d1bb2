import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { LevelMark } from '@/components/ui/level-mark';
import { Ruler } from '@/components/ui/ruler';
import { RulerScale } from '@/components/ui/ruler-scale';
import { type Level, toneOf } from '@/components/ui/tone';
import { Section, Twice } from './section';

const levels: readonly { level: Level | null; word: string; limit: string; days: number }[] = [
  { level: null, word: '正常', limit: '≥ 7 天', days: 8.2 },
  { level: 4, word: '四级·蓝', limit: '＜ 7 天', days: 6.1 },
  { level: 3, word: '三级·黄', limit: '＜ 5 天', days: 4.2 },
  { level: 2, word: '二级·橙', limit: '＜ 3 天', days: 2.4 },
  { level: 1, word: '一级·红', limit: '＜ 2 天', days: 1.5 },
];

const abos: readonly PlateAbo[] = ['A', 'B', 'O', 'AB'];
const rhds: readonly PlateRhd[] = ['positive', 'negative'];
const limits = [2, 3, 5, 7];

function Marks() {
  return (
    <>
      <div className="grid grid-cols-5 gap-3.5">
        {levels.map(({ level, word, limit, days }) => (
          <div key={word} className="text-13">
            <p className="flex h-6 items-center gap-1.5 font-bold">
              {level ? (
                <LevelMark level={level} size="l" isDecorative />
              ) : (
                <span className="mx-1 w-3.5 border-t-2 border-line-3" />
              )}
              {word}
            </p>
            <p className="pl-7 text-12 text-ink-2">{limit}</p>
            <Ruler value={days} max={10} ticks={limits} tone={toneOf(level)} size="panel" className="mt-1.5" />
          </div>
        ))}
      </div>
      <div className="mt-3.5 flex flex-wrap items-center gap-2">
        {rhds.flatMap((rhd) => abos.map((abo) => <GroupPlate key={abo + rhd} abo={abo} rhd={rhd} />))}
        <GroupPlate abo="A" rhd="unspecified" />
        <GroupPlate abo="unknown" rhd="unspecified" />
        <span className="ml-auto" />
        <GroupPlate abo="O" rhd="positive" size="m" />
        <GroupPlate abo="O" rhd="negative" size="m" />
        <GroupPlate abo="AB" rhd="positive" size="l" />
        <GroupPlate abo="AB" rhd="negative" size="l" />
      </div>
      <div className="mt-3.5 flex flex-wrap items-end gap-3">
        <GroupPlate abo="A" rhd="positive" isStale />
        <GroupPlate abo="A" rhd="negative" isStale />
        <LevelMark level={2} isHollow />
        <LevelMark level={4} isHollow size="s" />
        <span className="w-10">
          <Ruler value={8.2} max={10} ticks={limits} />
        </span>
        <span className="w-10">
          <Ruler value={12.4} max={10} ticks={limits} />
        </span>
        <span className="w-10">
          <Ruler value={null} max={10} ticks={limits} />
        </span>
        <span className="w-10">
          <Ruler value={2.4} max={10} ticks={limits} tone="lv2" isStale />
        </span>
        <span className="w-10">
          <Ruler value={0} max={8} ticks={[4]} tone="lv2" />
        </span>
        <span className="w-24">
          <Ruler value={1200} prior={400} max={2000} ticks={[800, 1600]} size="drawer" />
        </span>
        <span className="w-48">
          <Ruler value={2.4} max={10} ticks={limits} tone="lv2" size="drawer" />
          <RulerScale max={10} marks={[...limits.map((at) => ({ at, text: String(at) })), { at: 10, text: '10 天' }]} />
        </span>
      </div>
      <div className="mt-3.5 flex items-end gap-4">
        <GroupPlate abo="O" rhd="positive" size="wall" />
        <GroupPlate abo="AB" rhd="negative" size="wall" />
        <LevelMark level={2} size="wall" />
        <LevelMark level={3} size="wall" />
        <span className="w-40">
          <Ruler value={2.7} max={10} ticks={limits} tone="lv2" size="wall" />
        </span>
        <span className="w-40">
          <Ruler value={13} max={10} ticks={limits} size="wall" />
        </span>
      </div>
      <div className="mt-3.5 grid w-64 gap-2 bg-lv1 p-3 text-on-lv1 [--focus:var(--on-lv1)]">
        <p className="flex items-center gap-2">
          <LevelMark level={1} onFill />
          <GroupPlate abo="O" rhd="positive" onFill />
          <GroupPlate abo="O" rhd="negative" onFill />
          <b className="ml-auto text-16">1.5</b>
        </p>
        <Ruler value={1.5} max={10} ticks={limits} tone="lv1" ground="fill" />
      </div>
    </>
  );
}

export function SignatureMarks() {
  return (
    <Section
      title="预警等级、刻度、血型牌"
      note="形状、数字、词、颜色同说一件事；只有一级和硬拦截是实心。实心牌 RhD 阳性，空心牌 RhD 阴性"
    >
      <Twice>
        <Marks />
      </Twice>
    </Section>
  );
}
