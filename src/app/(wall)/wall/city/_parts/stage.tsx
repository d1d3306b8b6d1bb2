'use client';
import { type ReactNode, useLayoutEffect, useState } from 'react';

/** The wall is drawn for this size and shown as large as the screen allows: 1366, 1920 and 4K show the same. */
const drawn = { width: 1920, height: 1080 };

export function Stage({ children }: { children: ReactNode }) {
  const [screen, setScreen] = useState<typeof drawn>(drawn);
  useLayoutEffect(() => {
    const measure = () => setScreen({ width: window.innerWidth, height: window.innerHeight });
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const scale = Math.min(screen.width / drawn.width, screen.height / drawn.height);
  return (
    <div className="fixed inset-0 overflow-hidden">
      <div
        className="origin-top-left"
        style={{ width: screen.width / scale, height: screen.height / scale, transform: `scale(${scale})` }}
      >
        {children}
      </div>
    </div>
  );
}
