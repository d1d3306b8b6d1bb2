'use client';
import Download from 'lucide-react/icons/download';
import Ellipsis from 'lucide-react/icons/ellipsis';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { useState } from 'react';
import { ActionMenu } from '@/components/ui/action-menu';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DonationNumber } from '@/components/ui/donation-number';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import { ToastHost, toast } from '@/components/ui/toast-host';
import { Tooltip } from '@/components/ui/tooltip';
import { Section, Twice } from './section';

function Buttons() {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button variant="primary" kbd="Ctrl Enter">
        提交
      </Button>
      <Button>存草稿</Button>
      <Button icon={<Icon of={Download} />}>导出</Button>
      <Button variant="danger">作废</Button>
      <Button variant="ghost">收起</Button>
      <Button variant="primary" kbd="Ctrl Enter" disabledReason="先入这 26 袋，还差复核签名">
        提交
      </Button>
      <Button isDisabled>上一页</Button>
      <Button size="sm">补读数</Button>
      <Button size="lg" variant="primary">
        批准并下达
      </Button>
      <IconButton label="刷新" icon={<Icon of={RefreshCw} />} />
      <Kbd>F2</Kbd>
      <DonationNumber donationNo="3100026020517" check="8" />
    </div>
  );
}

export function ActionParts() {
  const [isDialogOpen, setIsDialogOpen] = useState(false);
  const [isAlertOpen, setIsAlertOpen] = useState(false);
  const [tab, setTab] = useState<'live' | 'expiring' | 'ledger'>('live');
  return (
    <Section title="按钮、对话、菜单、提示">
      <Twice>
        <Buttons />
      </Twice>
      <div className="mt-2 flex items-center gap-3 border border-line-2 bg-surface px-4 py-3">
        <Button onClick={() => setIsDialogOpen(true)}>打开对话</Button>
        <Button onClick={() => setIsAlertOpen(true)}>撤回 2 单…</Button>
        <Button onClick={() => toast('已复制单号')}>通知</Button>
        <ActionMenu
          trigger={
            <Button size="md" icon={<Icon of={Ellipsis} />}>
              更多
            </Button>
          }
          items={[
            { key: 'copy', label: '复制上一张', note: 'Ctrl D', onSelect: () => {} },
            { key: 'withdraw', label: '撤回', disabledReason: '血站已受理', onSelect: () => {} },
            { kind: 'separator', key: 'line' },
            { key: 'void', label: '作废', isDanger: true, onSelect: () => {} },
          ]}
        />
        <Tooltip content="目标天数 × 28 天日均 − 可用 − 在途">
          <Button variant="ghost">建议怎么来</Button>
        </Tooltip>
        <Tabs
          label="库存"
          value={tab}
          onValueChange={setTab}
          items={[
            { value: 'live', label: '实时库存' },
            { value: 'expiring', label: '近效期', count: 21 },
            { value: 'ledger', label: '流水' },
          ]}
          className="ml-6 h-12"
        >
          <TabPanel value="live" className="sr-only">
            实时库存
          </TabPanel>
        </Tabs>
      </div>
      <div className="mt-2 grid grid-cols-2 gap-2">
        <Banner tone="info" title="规则有新版。">
          12-01 起用 2026-12 版。
        </Banner>
        <Banner tone="warn" title="扫描枪送来汉字。">
          关掉输入法再扫。
        </Banner>
        <Banner tone="stop" title="没有存上。" action={<Button size="sm">再存一次</Button>}>
          内容还在本页。
        </Banner>
        <Banner tone="inverse" title="2 分钟后锁屏。">
          草稿会留着。
        </Banner>
      </div>
      <Dialog
        isOpen={isDialogOpen}
        onClose={() => setIsDialogOpen(false)}
        title="换一张发血单"
        description="换单不影响已扫的袋。"
        footer={
          <>
            <Button onClick={() => setIsDialogOpen(false)}>取消</Button>
            <Button variant="primary">换单</Button>
          </>
        }
      >
        <p>正文</p>
      </Dialog>
      <AlertDialog
        isOpen={isAlertOpen}
        onClose={() => setIsAlertOpen(false)}
        title="撤回 2 单，血站不再备血"
        actionLabel="撤回 2 单"
        tone="danger"
        onAction={() => setIsAlertOpen(false)}
      >
        跳过 1 单：0017 已受理。
      </AlertDialog>
      <ToastHost />
    </Section>
  );
}
