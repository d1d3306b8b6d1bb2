'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { HardStopPanel } from '@/components/ui/hard-stop-panel';
import { WarningPanel } from '@/components/ui/warning-panel';
import { Section } from './section';

export function StopParts() {
  const [reason, setReason] = useState('');
  return (
    <Section title="硬拦截、警告" note="两者绝不相像，也都不是弹条">
      <div className="grid grid-cols-[minmax(0,742px)_minmax(0,1fr)] items-start gap-4">
        <HardStopPanel
          title="血型不符，此袋不入库"
          note="14:02:25・声音已响"
          comparison={{
            firstLabel: '发血单上',
            first: <GroupPlate abo="B" rhd="positive" size="stop" onFill />,
            secondLabel: '袋上标签',
            second: <GroupPlate abo="A" rhd="positive" size="stop" onFill />,
          }}
          action={{ label: '放进隔离位，扫 Q-1', kbd: 'F2', onPress: () => {} }}
          actionNote="扫到隔离位前不接受下一袋。血站值班 内线 2210"
        >
          <DonationNumber donationNo="3100026020509" check="8" size="panel" />
          <p>去白细胞悬浮红细胞 2 U，箱 1</p>
          <p>已自动隔离，血站已收到通知 14:02:26</p>
        </HardStopPanel>
        <WarningPanel
          title="抗体筛查已满 3 天"
          reason={reason}
          onReasonChange={setReason}
          actions={
            <>
              <Button variant="primary" disabledReason={reason ? null : '还差理由'}>
                写明理由，发血
              </Button>
              <Button>重抽标本</Button>
            </>
          }
        >
          标本 S2611220147 采于 11-20 15:30。
        </WarningPanel>
      </div>
    </Section>
  );
}
