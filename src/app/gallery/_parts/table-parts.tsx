'use client';
import { useState } from 'react';
import { BatchBar } from '@/components/ui/batch-bar';
import { Checkbox } from '@/components/ui/checkbox';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate, type PlateAbo } from '@/components/ui/group-plate';
import { Pager } from '@/components/ui/pager';
import { SortButton, type SortDirection } from '@/components/ui/sort-button';
import { StatusMark, type StatusTone } from '@/components/ui/status-mark';
import { Cell, CutRow, HeadCell, type RowState, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { Section } from './section';

type Row = {
  donationNo: string;
  check: string;
  abo: PlateAbo;
  scannedAt: string;
  state: RowState;
  tone: StatusTone;
  word: string;
};

const rows: readonly Row[] = [
  {
    donationNo: '3100026020517',
    check: '8',
    abo: 'O',
    scannedAt: '14:03:09',
    state: 'fresh',
    tone: 'plain',
    word: '已扫待签',
  },
  {
    donationNo: '3100026020516',
    check: 'A',
    abo: 'O',
    scannedAt: '14:03:03',
    state: 'plain',
    tone: 'plain',
    word: '已扫待签',
  },
  {
    donationNo: '3100026020488',
    check: 'N',
    abo: 'A',
    scannedAt: '14:02:56',
    state: 'blocked',
    tone: 'info',
    word: '重复，第 25 行',
  },
  {
    donationNo: '3100026020509',
    check: '8',
    abo: 'B',
    scannedAt: '14:02:25',
    state: 'refuse',
    tone: 'stop',
    word: '血型不符，袋上 A+',
  },
  {
    donationNo: '3100026017730',
    check: 'T',
    abo: 'A',
    scannedAt: '14:01:58',
    state: 'warn',
    tone: 'warn',
    word: '不在单上',
  },
  {
    donationNo: '3100026017722',
    check: 'K',
    abo: 'B',
    scannedAt: '14:01:47',
    state: 'plain',
    tone: 'hold',
    word: '箱 3 超温，暂存',
  },
  {
    donationNo: '3100026020499',
    check: 'H',
    abo: 'AB',
    scannedAt: '14:01:39',
    state: 'chosen',
    tone: 'plain',
    word: '已扫待签',
  },
];

export function TableParts() {
  const [direction, setDirection] = useState<SortDirection>('descending');
  const shown = direction === 'descending' ? rows : [...rows].reverse();
  return (
    <Section title="表">
      <TableFrame label="已扫的袋" className="h-[280px]">
        <Table density="dense">
          <TableHead>
            <HeadCell className="w-8">
              <Checkbox isChecked={false} isIndeterminate onCheckedChange={() => {}} label="全选" />
            </HeadCell>
            <HeadCell>献血码</HeadCell>
            <HeadCell>品种</HeadCell>
            <HeadCell>血型</HeadCell>
            <HeadCell align="right">规格</HeadCell>
            <HeadCell aria-sort={direction}>
              <SortButton
                direction={direction}
                onSort={() => setDirection(direction === 'ascending' ? 'descending' : 'ascending')}
              >
                扫描
              </SortButton>
            </HeadCell>
            <HeadCell isSticky>状态</HeadCell>
          </TableHead>
          <tbody>
            {shown.map((row, index) => (
              <TableRow key={row.donationNo} state={row.state}>
                <Cell>
                  <Checkbox isChecked={row.state === 'chosen'} onCheckedChange={() => {}} label="选这一行" />
                </Cell>
                <Cell>
                  <DonationNumber donationNo={row.donationNo} check={row.check} />
                </Cell>
                <Cell>去白细胞悬浮红细胞</Cell>
                <Cell>
                  <GroupPlate abo={row.abo} rhd={index % 3 ? 'positive' : 'negative'} />
                </Cell>
                <Cell align="right">2 U</Cell>
                <Cell>{row.scannedAt}</Cell>
                <Cell isSticky>
                  <StatusMark tone={row.tone} stage={2}>
                    {row.word}
                  </StatusMark>
                </Cell>
              </TableRow>
            ))}
            <CutRow columns={7}>以下不等人，新的在前</CutRow>
          </tbody>
        </Table>
      </TableFrame>
      <BatchBar
        count={3}
        unit={() => '单'}
        onClear={() => {}}
        actions={[
          { key: 'print', label: '打印', onPress: () => {} },
          { key: 'withdraw', label: '撤回 2 单', onPress: () => {}, isMain: true },
        ]}
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
    </Section>
  );
}
