import ChevronsRight from 'lucide-react/icons/chevrons-right';
import Clock from 'lucide-react/icons/clock';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { Icon } from './icon';
import type { LiveState } from './live-state';

type LiveIconProps = { state: LiveState; size?: number; ground?: 'page' | 'board' };

/** One shape per state; colour only helps. */
export function LiveIcon({ state, size = 16, ground = 'board' }: LiveIconProps) {
  const onBoard = ground === 'board';
  switch (state) {
    case 'live':
      return (
        <svg
          width={size * 0.625}
          height={size * 0.625}
          viewBox="0 0 10 10"
          aria-hidden="true"
          focusable="false"
          className={onBoard ? 'flex-none fill-live-mark' : 'flex-none fill-live'}
        >
          <circle cx="5" cy="5" r="5" />
        </svg>
      );
    case 'catching-up':
      return <Icon of={ChevronsRight} size={size} className={onBoard ? 'text-board-lv4' : 'text-lv4'} />;
    case 'delayed':
      return <Icon of={Clock} size={size} className={onBoard ? 'text-board-lv2' : 'text-lv2-edge'} />;
    case 'stale':
      return <Icon of={TriangleAlert} size={size} />;
    case 'disconnected':
      return (
        <svg
          width={size}
          height={size}
          viewBox="0 0 16 16"
          aria-hidden="true"
          focusable="false"
          className="flex-none fill-none stroke-current stroke-[1.5]"
        >
          <path d="m2 2 12 12M5 6.5v2a3 3 0 0 0 4.5 2.6M11 8.5v-2H6.8M6.5 2.5v2M9.5 2.5v4M8 11.5V14" />
        </svg>
      );
    case 'polling':
      return <Icon of={RefreshCw} size={size} />;
    case 'partial':
      return (
        <svg
          width={size}
          height={size}
          viewBox="0 0 16 16"
          aria-hidden="true"
          focusable="false"
          className="flex-none fill-current"
        >
          <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.4a5.1 5.1 0 1 1 0 10.2a5.1 5.1 0 0 1 0-10.2Z" />
          <path d="M8 2v12A6 6 0 0 0 8 2Z" />
        </svg>
      );
  }
}
