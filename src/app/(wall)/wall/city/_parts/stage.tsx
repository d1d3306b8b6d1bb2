'use client';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

/** The wall is drawn for this size and shown as large as the place allows that it has: 1366, 1920 and 4K show the same. */
const drawn = { width: 1920, height: 1080 };

export function Stage({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<typeof drawn>(drawn);
  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth, clientHeight } = place.current ?? document.documentElement;
      setScreen({ width: clientWidth, height: clientHeight });
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const scale = Math.min(screen.width / drawn.width, screen.height / drawn.height);
  return (
    <div ref={place} className="fixed inset-x-0 top-[var(--above-stage,0px)] bottom-0 overflow-hidden">
      <div
        className="origin-top-left"
        style={{ width: screen.width / scale, height: screen.height / scale, transform: `scale(${scale})` }}
      >
        {children}
      </div>
    </div>
  );
}
