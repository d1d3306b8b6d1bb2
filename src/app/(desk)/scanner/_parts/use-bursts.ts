'use client';
import { useEffect, useState } from 'react';
import { type Diagnosis, diagnoseBurst, type RawStroke } from '@/components/scan/diagnose';

export interface Burst {
  readonly strokes: readonly RawStroke[];
  readonly diagnosis: Diagnosis;
}

/** A burst has ended when no key came for so long. */
const silenceMs = 400;

/** Every key of the page as it comes, cut into bursts by silence. Nothing leaves the browser. */
export function useBursts(): Burst | null {
  const [burst, setBurst] = useState<Burst | null>(null);
  useEffect(() => {
    let strokes: RawStroke[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      const diagnosis = diagnoseBurst(strokes);
      if (diagnosis) setBurst({ strokes, diagnosis });
      strokes = [];
    };
    const note = (event: KeyboardEvent) => {
      const { code, key, shiftKey, altKey, ctrlKey, metaKey, repeat, timeStamp } = event;
      strokes.push({
        ...{ code, key, shiftKey, altKey, ctrlKey, metaKey, repeat, timeStamp },
        isDown: event.type === 'keydown',
        isCapsLock: event.getModifierState('CapsLock'),
      });
      clearTimeout(timer);
      timer = setTimeout(end, silenceMs);
    };
    window.addEventListener('keydown', note, true);
    window.addEventListener('keyup', note, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', note, true);
      window.removeEventListener('keyup', note, true);
    };
  }, []);
  return burst;
}
