'use client';
import { useState } from 'react';
import { Chip } from '@/components/ui/chip';
import { CodeInput } from '@/components/ui/code-input';
import { Panel } from '@/components/ui/panel';
import { PasswordInput } from '@/components/ui/password-input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SignaturePair } from '@/components/ui/signature-pair';
import { Section } from './section';

export function SigningParts() {
  const [duty, setDuty] = useState<'two' | 'solo'>('two');
  const [password, setPassword] = useState('');
  return (
    <Section title="签名：双人、单人" note="一人值班时，另有一样东西代替第二人；每条带“单人”，08:00 进补核">
      <div className="grid grid-cols-4 gap-4">
        <Panel
          title="入库签名"
          note="只盖已扫的袋"
          actions={
            <SegmentedControl
              label="值班"
              size="sm"
              value={duty}
              onValueChange={setDuty}
              items={[
                { value: 'two', label: '双人' },
                { value: 'solo', label: '单人值班' },
              ]}
            />
          }
        >
          <SignaturePair
            statement="签名即声明：这 26 袋的六项标签与外观已逐袋看过，无例外。"
            first={{ role: '接收人，盖第 1–31 行', state: { kind: 'signed', name: '周敏', at: '14:03:11' } }}
            second={{
              role: '复核人，不能是接收人',
              state: {
                kind: 'waiting',
                slot: <CodeInput aria-label="复核人" density="tight" placeholder="扫胸牌，或输工号" />,
              },
              hint: '再扫一袋，两签重来',
            }}
          />
        </Panel>
        <Panel
          title={
            <>
              <Chip tone="outlined">单人</Chip>配血、定型
            </>
          }
        >
          <SignaturePair
            first={{ role: '第一遍', state: { kind: 'masked' } }}
            second={{ role: '第二遍，重扫管与袋', state: { kind: 'not-yet' } }}
          />
        </Panel>
        <Panel title="作废">
          <SignaturePair
            first={{ role: '接收人', state: { kind: 'void', name: '周敏', reason: '又扫了 1 袋，重签' } }}
            second={{
              role: '本人密码',
              state: {
                kind: 'waiting',
                slot: (
                  <PasswordInput aria-label="本人密码" density="tight" value={password} onValueChange={setPassword} />
                ),
              },
            }}
          />
        </Panel>
        <div className="flex flex-wrap items-start gap-2">
          <Chip>演示</Chip>
          <Chip>练习</Chip>
          <Chip tone="outlined">单人</Chip>
          <span className="bg-board p-2">
            <Chip tone="board">演示</Chip> <Chip tone="board-outlined">连接未加密</Chip>
          </span>
        </div>
      </div>
    </Section>
  );
}
