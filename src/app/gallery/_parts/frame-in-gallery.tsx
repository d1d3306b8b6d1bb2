'use client';
import type { ReactNode } from 'react';
import { DeskFrame } from '@/app/_shell/desk-frame';
import { LivePill } from '@/components/ui/live-pill';
import { toast } from '@/components/ui/toast-host';
import { frameSample } from './frame-sample';

export function FrameInGallery({ children, menuPlace }: { children: ReactNode; menuPlace?: 'side' | 'band' }) {
  return (
    <DeskFrame
      data={frameSample}
      menuPlace={menuPlace ?? 'side'}
      livePill={<LivePill state="live" asOf={new Date('2026-11-23T14:03:12+08:00')} ageSeconds={2} />}
      actions={{
        onFind: () => toast('Ctrl K'),
        onLock: () => toast('Ctrl L'),
        onSignOut: () => toast('退出'),
        onSwitchMembership: (key) => toast(key),
      }}
    >
      {children}
    </DeskFrame>
  );
}
