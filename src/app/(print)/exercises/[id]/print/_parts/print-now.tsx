'use client';
import { Button } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';

/** Not by itself: who scans from the screen prints nothing. */
export function PrintNow({ label }: { label: string }) {
  useKey('Ctrl Enter', () => window.print());
  return (
    <Button variant="primary" kbd="Ctrl Enter" onClick={() => window.print()}>
      {label}
    </Button>
  );
}
