'use client';
import { useState } from 'react';
import { Page } from '@/app/_shell/page';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { DefinitionList } from '@/components/ui/definition-list';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { HardStopPanel } from '@/components/ui/hard-stop-panel';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SignaturePair } from '@/components/ui/signature-pair';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { FrameInGallery } from '../_parts/frame-in-gallery';

const keys = [
  { keys: 'F2', label: '扫描' },
  { keys: 'F6', label: '本袋例外' },
  { keys: 'Ctrl Enter', label: '先入已扫' },
  { keys: 'Esc', label: '返回' },
];

const lines = Array.from({ length: 24 }, (_, index) => 31 - index);

/** An entry page in the frame, with a hard stop, for measures. */
export default function EntrySample() {
  const [isStopped, setIsStopped] = useState(true);
  const [duty, setDuty] = useState<'two' | 'solo'>('two');
  return (
    <FrameInGallery>
      <Page
        title="血袋入库登记"
        note="扫描与发血单核对"
        actions={<Button>停机登记表</Button>}
        keys={keys}
        keyNote="草稿已存 14:03:09"
      >
        <Panel className="flex-none px-3 py-1.5">
          <DefinitionList
            layout="row"
            items={[
              { term: '发血单号', value: 'SX20261123-0147', isStrong: true },
              { term: '血站', value: '申城示范血液中心' },
              { term: '发血', value: '12:55' },
              { term: '应收', value: '42 袋，3 箱' },
            ]}
          />
        </Panel>
        <div className="grid min-h-0 flex-1 gap-3 desk:grid-cols-[minmax(0,1fr)_388px]">
          <div className="flex min-h-0 flex-col gap-2">
            {isStopped ? (
              <HardStopPanel
                title="血型不符，此袋不入库"
                note="14:02:25・声音已响"
                comparison={{
                  firstLabel: '发血单上',
                  first: <GroupPlate abo="B" rhd="positive" size="stop" onFill />,
                  secondLabel: '袋上标签',
                  second: <GroupPlate abo="A" rhd="positive" size="stop" onFill />,
                }}
                action={{ label: '放进隔离位，扫 Q-1', kbd: 'F2', onPress: () => setIsStopped(false) }}
                actionNote="扫到隔离位前不接受下一袋。血站值班 内线 2210"
              >
                <DonationNumber donationNo="3100026020509" check="8" size="panel" />
                <p>去白细胞悬浮红细胞 2 U，箱 1</p>
                <p>已自动隔离，血站已收到通知 14:02:26</p>
              </HardStopPanel>
            ) : (
              <Panel isFocused className="flex-none">
                <div className="grid grid-cols-[132px_minmax(0,1fr)_148px] gap-4 px-4 py-3">
                  <GroupPlate abo="O" rhd="positive" size="xl" />
                  <div>
                    <p className="text-20 font-bold">去白细胞悬浮红细胞 2 U</p>
                    <DonationNumber donationNo="3100026020517" check="8" size="large" />
                  </div>
                  <p className="border-l border-line text-right">
                    <span className="text-13 text-ink-2">已扫</span>
                    <br />
                    <span className="text-52 font-bold">31</span> / 42 袋
                    <StatusMark stage={2} size="large">
                      已扫待签
                    </StatusMark>
                  </p>
                </div>
              </Panel>
            )}
            <TableFrame label="已扫的袋" className="flex-1">
              <Table>
                <TableHead>
                  <HeadCell align="right">行</HeadCell>
                  <HeadCell>献血码</HeadCell>
                  <HeadCell>品种</HeadCell>
                  <HeadCell>血型</HeadCell>
                  <HeadCell align="right">规格</HeadCell>
                  <HeadCell>失效</HeadCell>
                  <HeadCell isSticky>状态</HeadCell>
                </TableHead>
                <tbody>
                  {lines.map((line) => (
                    <TableRow key={line} state={line === 31 ? 'fresh' : line === 28 ? 'refuse' : 'plain'}>
                      <Cell align="right">{line}</Cell>
                      <Cell>
                        <DonationNumber donationNo={`31000260205${line}`} check="8" />
                      </Cell>
                      <Cell>去白细胞悬浮红细胞</Cell>
                      <Cell>
                        <GroupPlate abo="O" rhd="positive" />
                      </Cell>
                      <Cell align="right">2 U</Cell>
                      <Cell>12-27</Cell>
                      <Cell isSticky>
                        <StatusMark stage={2}>已扫待签</StatusMark>
                      </Cell>
                    </TableRow>
                  ))}
                </tbody>
              </Table>
            </TableFrame>
          </div>
          <div className="flex min-h-0 flex-col gap-2">
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
                }}
              />
            </Panel>
            <div className="mt-auto flex gap-2">
              <Button isDisabled>短收关单</Button>
              <Button variant="primary" kbd="Ctrl Enter" disabledReason="先入这 26 袋，还差复核签名" className="flex-1">
                入库
              </Button>
            </div>
          </div>
        </div>
      </Page>
    </FrameInGallery>
  );
}
