'use client';
import Columns3 from 'lucide-react/icons/columns-3';
import Download from 'lucide-react/icons/download';
import Plus from 'lucide-react/icons/plus';
import Printer from 'lucide-react/icons/printer';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useState } from 'react';
import { Page } from '@/app/_shell/page';
import { BatchBar } from '@/components/ui/batch-bar';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { type DateRange, DateRangeInput } from '@/components/ui/date-range-input';
import { DefinitionList } from '@/components/ui/definition-list';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { LevelMark } from '@/components/ui/level-mark';
import { Pager } from '@/components/ui/pager';
import type { PickerItem } from '@/components/ui/picker-item';
import { QueryForm } from '@/components/ui/query-form';
import { Ruler } from '@/components/ui/ruler';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, CutRow, HeadCell, Table, TableFrame, TableHead, TableRow, TwoLines } from '@/components/ui/table';
import { Tabs } from '@/components/ui/tabs';
import { TextInput } from '@/components/ui/text-input';
import { Timeline } from '@/components/ui/timeline';
import { FrameInGallery } from '../_parts/frame-in-gallery';
import { stations } from '../_parts/samples';

const numbers = ['0018', '0019', '0012', '0013', '0014', '0017', '0015', '0011', '0010', '0009', '0008', '0007'];

/** A list page in the frame, for measures: 1366 × 768 shows nine rows of two lines beside the drawer. */
export default function DeskSample() {
  const [view, setView] = useState<'all' | 'mine'>('all');
  const [station, setStation] = useState<PickerItem | null>(stations[0] ?? null);
  const [range, setRange] = useState<DateRange>({ from: '2026-01-01', to: '2026-11-23' });
  const [isOpen, setIsOpen] = useState(true);
  return (
    <FrameInGallery>
      <Page
        title="血液预订管理"
        tabs={
          <Tabs
            label="视图"
            value={view}
            onValueChange={setView}
            items={[
              { value: 'all', label: '全部' },
              { value: 'mine', label: '待我处理', count: 2 },
            ]}
          />
        }
        actions={<Button variant="ghost">存为视图</Button>}
        drawer={
          isOpen && (
            <Drawer
              label="20261123-0017"
              title="20261123-0017"
              status={<StatusMark stage={2}>已受理</StatusMark>}
              onClose={() => setIsOpen(false)}
              footer={
                <>
                  <Button icon={<Icon of={Printer} />}>打印</Button>
                  <Button>申请撤回</Button>
                </>
              }
            >
              <div className="px-4 py-3">
                <DefinitionList
                  items={[
                    { term: '供血血站', value: '申城示范血液中心' },
                    { term: '预定用血时间', value: '今日 16:30' },
                    { term: '订血类型、配送', value: '常规库存，定时配送' },
                    { term: '申请人、审核人', value: '周敏、陈立群' },
                  ]}
                />
              </div>
              <div className="border-t border-line-2 px-4 py-2.5">
                <h3 className="mb-1.5 text-13 font-bold">经过</h3>
                <Timeline
                  items={[
                    { key: '1', time: '16:30', title: '预计送达，扫描入库后完成', kind: 'next' },
                    { key: '2', time: '14:02', title: '血站已受理', detail: '沈一鸣，现货 41 U', kind: 'now' },
                    { key: '3', time: '13:36', title: '周敏 修改数量', detail: '40 U → 63 U', kind: 'correction' },
                    { key: '4', time: '13:20', title: '周敏 提交', detail: '下单时可用 58 U，2.4 天' },
                  ]}
                />
              </div>
            </Drawer>
          )
        }
      >
        <QueryForm
          onSubmit={() => {}}
          onReset={() => {}}
          more={
            <Field label="备注" density="dense" labelWidth={64}>
              <TextInput />
            </Field>
          }
        >
          <Field label="订血单号" density="dense" labelWidth={64}>
            <TextInput placeholder="单号尾数即可" />
          </Field>
          <Field label="供血血站" density="dense" labelWidth={64}>
            <Combobox items={stations} value={station} onValueChange={setStation} />
          </Field>
          <Field label="血液品种" density="dense" labelWidth={64}>
            <Combobox items={[]} value={null} onValueChange={() => {}} placeholder="汉字或首字母" />
          </Field>
          <Field label="订血时间" density="dense" labelWidth={64} className="col-span-2">
            <DateRangeInput value={range} onValueChange={setRange} />
          </Field>
        </QueryForm>
        <div className="flex h-9 flex-none items-center gap-2">
          <b>10,000+ 单</b>
          <span className="text-13 text-ink-3">等人的在前，用血早的在前</span>
          <span className="ml-auto flex items-center gap-2">
            <IconButton label="刷新" icon={<Icon of={RefreshCw} />} />
            <IconButton label="列" icon={<Icon of={Columns3} />} />
            <Button size="sm" icon={<Icon of={Download} />}>
              导出
            </Button>
            <Button size="sm" variant="primary" icon={<Icon of={Plus} />}>
              按表订血
            </Button>
          </span>
        </div>
        <TableFrame label="血液预订" className="flex-1">
          <Table density="two-line">
            <TableHead>
              <HeadCell className="w-8">
                <Checkbox isChecked={false} isIndeterminate onCheckedChange={() => {}} label="全选" />
              </HeadCell>
              <HeadCell>订血单号</HeadCell>
              <HeadCell>急缓，等了多久</HeadCell>
              <HeadCell>内容</HeadCell>
              <HeadCell>预定用血</HeadCell>
              <HeadCell>下单时天数</HeadCell>
              <HeadCell isSticky>状态，在等谁</HeadCell>
            </TableHead>
            <tbody>
              {numbers.map((number, index) => [
                index === 5 && (
                  <CutRow key="cut" columns={7}>
                    以下不等人，新的在前
                  </CutRow>
                ),
                <TableRow key={number} state={number === '0017' ? 'chosen' : 'plain'}>
                  <Cell>
                    <Checkbox isChecked={index === 1} onCheckedChange={() => {}} label="选这一行" />
                  </Cell>
                  <Cell>
                    <TwoLines
                      first={
                        <a href="#row" className="text-act group-hover/row:underline">
                          20261123-{number}
                        </a>
                      }
                      second="13:58 周敏"
                    />
                  </Cell>
                  <Cell>
                    {index === 0 ? (
                      <TwoLines
                        first={
                          <StatusMark tone="stop" hasIcon={false}>
                            危及生命
                          </StatusMark>
                        }
                        second="已等 5 分・电话 14:01 ✓"
                      />
                    ) : (
                      '常规'
                    )}
                  </Cell>
                  <Cell>
                    <TwoLines
                      first={
                        <>
                          去白细胞悬浮红细胞 <GroupPlate abo="O" rhd="negative" size="xs" /> <b>4 U</b>
                        </>
                      }
                      second="1 行・患者 1 人"
                    />
                  </Cell>
                  <Cell>
                    <TwoLines first="今日 14:30" second="余 27 分" />
                  </Cell>
                  <Cell>
                    <span className="flex items-center gap-1.5">
                      <LevelMark level={2} />
                      <span className="w-10">
                        <Ruler value={2.4} max={10} ticks={[2, 3, 5, 7]} tone="lv2" />
                      </span>
                      <b>2.4</b>
                    </span>
                  </Cell>
                  <Cell isSticky>
                    <TwoLines first={<StatusMark stage={1}>待受理</StatusMark>} second="等血站 5 分" />
                  </Cell>
                </TableRow>,
              ])}
            </tbody>
          </Table>
        </TableFrame>
        <div className="-mt-2">
          <BatchBar
            count={3}
            unit={() => '单'}
            onClear={() => {}}
            actions={[{ key: 'w', label: '撤回 2 单', onPress: () => {}, isMain: true }]}
          >
            可撤回 2 单；跳过 1 单：0017 已受理，撤回须血站同意
          </BatchBar>
          <Pager
            range={{ from: 1, to: 50 }}
            unit={() => '单'}
            pageSize={50}
            hasPrevious={false}
            hasNext
            onPrevious={() => {}}
            onNext={() => {}}
          />
        </div>
      </Page>
    </FrameInGallery>
  );
}
