'use client';
import { useEffect, useState } from 'react';

type BarcodeProps = { text: string; heightMm?: number; label: string; className?: string };

/** Bar codes on the page that are not drawn yet, and who waits for them. */
const undrawn = new Set<symbol>();
const waiting = new Set<() => void>();

function settle(one: symbol) {
  undrawn.delete(one);
  if (undrawn.size > 0) return;
  for (const go of waiting) go();
  waiting.clear();
}

/** Resolves once no bar code on the page is undrawn any more, also because the page is gone: paper that is printed before lacks some. */
export function barcodesDrawn(): Promise<void> {
  return undrawn.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve));
}

/** Code 128 as SVG. The renderer comes only with a page that prints; where it does not come, or cannot draw the text, the page fails and says so. */
export function Barcode({ text, heightMm = 8, label, className = '' }: BarcodeProps) {
  const [drawn, setDrawn] = useState<{ source: string; settle: () => void } | null>(null);
  useEffect(() => {
    let isGone = false;
    const one = Symbol(text);
    undrawn.add(one);
    void import('bwip-js/browser')
      .then(({ toSVG }) => {
        if (isGone) return;
        const svg = toSVG({ bcid: 'code128', text, height: heightMm, includetext: false });
        setDrawn({ source: `data:image/svg+xml,${encodeURIComponent(svg)}`, settle: () => settle(one) });
      })
      .catch((error: unknown) => {
        if (isGone) return;
        setDrawn(() => {
          throw error;
        });
      });
    return () => {
      isGone = true;
      settle(one);
    };
  }, [text, heightMm]);
  if (!drawn) return <span className={`inline-block ${className}`} />;
  return (
    // biome-ignore lint/performance/noImgElement: a data URI made in the browser, nothing to optimise
    <img src={drawn.source} alt={label} className={className} onLoad={drawn.settle} onError={drawn.settle} />
  );
}
