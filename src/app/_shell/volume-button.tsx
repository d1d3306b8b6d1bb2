'use client';
import Volume1 from 'lucide-react/icons/volume-1';
import Volume2 from 'lucide-react/icons/volume-2';
import VolumeX from 'lucide-react/icons/volume-x';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { readVolume, storeVolume, usualVolume, watchVolume } from '@/components/scan/scan-sounds';
import { Icon } from '@/components/ui/icon';
import { boardButton } from './board-button';

const loudest = 100;

/** How loud a scan is answered, on every page of this PC: usual, loudest, silent. */
export function VolumeButton() {
  const t = useTranslations('shell');
  const volume = useSyncExternalStore(watchVolume, readVolume, () => usualVolume);
  const next = volume === 0 ? usualVolume : volume < loudest ? loudest : 0;
  const say = (percent: number) => (percent === 0 ? t('soundOff') : t('sound', { volume: percent }));
  return (
    <button
      type="button"
      onClick={() => storeVolume(next)}
      aria-label={say(volume)}
      title={t('soundNext', { now: say(volume), next: say(next) })}
      className={boardButton}
    >
      <Icon of={volume === 0 ? VolumeX : volume < loudest ? Volume1 : Volume2} />
    </button>
  );
}
