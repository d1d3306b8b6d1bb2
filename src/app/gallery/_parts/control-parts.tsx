'use client';
import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeInput } from '@/components/ui/code-input';
import { Combobox } from '@/components/ui/combobox';
import { DateInput } from '@/components/ui/date-input';
import { type DateRange, DateRangeInput } from '@/components/ui/date-range-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { MultiSelect } from '@/components/ui/multi-select';
import { NumberInput } from '@/components/ui/number-input';
import type { PickerItem } from '@/components/ui/picker-item';
import { RadioGroup } from '@/components/ui/radio-group';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { searchStations, stations } from './samples';
import { Section } from './section';

const now = new Date('2026-11-23T14:03:12+08:00');
type Answer = 'no' | 'yes';
const yesNo: readonly { value: Answer; label: string }[] = [
  { value: 'no', label: '无' },
  { value: 'yes', label: '有' },
];

export function ControlParts() {
  const [amount, setAmount] = useState<number | null>(1263);
  const [births, setBirths] = useState<number | null>(null);
  const [station, setStation] = useState<PickerItem | null>(stations[0] ?? null);
  const [remote, setRemote] = useState<PickerItem | null>(null);
  const [visit, setVisit] = useState<'inpatient' | 'outpatient' | null>('inpatient');
  const [states, setStates] = useState<('sent' | 'done')[]>([]);
  const [history, setHistory] = useState<Answer | null>('no');
  const [consent, setConsent] = useState<Answer | null>('yes');
  const [at, setAt] = useState<Date | null>(new Date('2026-11-23T13:30:00+08:00'));
  const [day, setDay] = useState<string | null>('2026-11-23');
  const [range, setRange] = useState<DateRange>({ from: '2026-01-01', to: null });
  const [reaction, setReaction] = useState<Answer | null>('no');
  const [isChecked, setIsChecked] = useState(true);
  const [code, setCode] = useState('=31000 26 020517');

  return (
    <Section title="控件" note="高 32，边 3∶1，必填不标、选填才标">
      <ErrorSummary
        attempt={0}
        errors={[
          { controlId: 'births', label: '产次', message: '填了孕次，产次也要填；没有生产填 0' },
          { controlId: 'consent', label: '知情同意书', message: '未签不能提交；抢救用血可先用后补' },
          { controlId: 'planned', label: '预定输血时间', message: '早于现在，改到 14:03 以后' },
        ]}
      />
      <div className="mt-2 grid grid-cols-4 gap-x-4 gap-y-2.5 border border-line-2 bg-surface px-4 py-3.5">
        <Field label="数量">
          <NumberInput value={amount} onValueChange={setAmount} unit="U" />
        </Field>
        <Field label="建议" hint="灰字照建议，黑字已改">
          <NumberInput value={8} onValueChange={() => {}} isProposal />
        </Field>
        <Field label="供血血站">
          <Combobox items={stations} value={station} onValueChange={setStation} />
        </Field>
        <Field label="远程查">
          <Combobox loadItems={searchStations} value={remote} onValueChange={setRemote} isClearable />
        </Field>
        <Field label="就诊类型">
          <Select
            value={visit}
            onValueChange={setVisit}
            items={[
              { value: 'inpatient', label: '住院' },
              { value: 'outpatient', label: '门诊', note: '限日间' },
            ]}
          />
        </Field>
        <Field label="状态">
          <MultiSelect
            value={states}
            onValueChange={setStates}
            placeholder="全部，不含草稿"
            items={[
              { value: 'sent', label: '待受理' },
              { value: 'done', label: '已完成' },
            ]}
          />
        </Field>
        <Field label="患者血型">
          <ReadOnlyValue source="来自 LIS">
            <GroupPlate abo="A" rhd="positive" />
          </ReadOnlyValue>
        </Field>
        <Field label="姓名">
          <TextInput readOnly value="李桂芳" source="来自 HIS" />
        </Field>
        <Field label="备注" isOptional>
          <TextInput placeholder="写给血站看的话" />
        </Field>
        <Field label="产次" controlId="births" error="产次也要填，没有填 0">
          <NumberInput value={births} onValueChange={setBirths} />
        </Field>
        <Field label="输血反应史" isGroup>
          <SegmentedControl items={yesNo} value={history} onValueChange={setHistory} />
        </Field>
        <Field label="知情同意书" controlId="consent" isGroup error="未签不能提交">
          <SegmentedControl
            items={[
              { value: 'no', label: '已签' },
              { value: 'yes', label: '未签' },
            ]}
            value={consent}
            onValueChange={setConsent}
          />
        </Field>
        <Field label="预定时间" controlId="planned" error="早于现在，往后改">
          <DateTimeInput value={at} onValueChange={setAt} now={now} />
        </Field>
        <Field label="采血日期">
          <DateInput value={day} onValueChange={setDay} now={now} />
        </Field>
        <Field label="订血时间" className="col-span-2">
          <DateRangeInput value={range} onValueChange={setRange} now={now} />
        </Field>
        <Field label="献血码">
          <CodeInput value={code} onValueChange={setCode} />
        </Field>
        <Field label="停用">
          <TextInput disabled value="不能改" />
        </Field>
        <Field label="反应" isGroup className="col-span-2">
          <RadioGroup
            isInline
            items={[
              { value: 'no', label: '无反应' },
              { value: 'yes', label: '发热', hint: '升高 1 ℃ 以上' },
            ]}
            value={reaction}
            onValueChange={setReaction}
          />
        </Field>
        <div className="flex items-center gap-4">
          <Checkbox isChecked={isChecked} onCheckedChange={setIsChecked}>
            已核对标签
          </Checkbox>
          <Checkbox isChecked={false} onCheckedChange={() => {}} label="选这一行" />
          <Checkbox isChecked={false} isIndeterminate onCheckedChange={() => {}} label="全选" />
          <Checkbox isChecked isDisabled onCheckedChange={() => {}} label="不能改" />
        </div>
        <Field label="说明" className="col-span-2">
          <Textarea rows={2} placeholder="写明原因" />
        </Field>
        <Field label="标签在上" layout="top">
          <TextInput />
        </Field>
      </div>
    </Section>
  );
}
