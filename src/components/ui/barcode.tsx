'use client';
import { useEffect, useState } from 'react';

type BarcodeProps = { text: string; heightMm?: number; label: string; className?: string };

/** Code 128 as SVG. The renderer comes only with a page that prints. */
export function Barcode({ text, heightMm = 8, label, className }: BarcodeProps) {
  const [source, setSource] = useState('');
  useEffect(() => {
    let isGone = false;
    void import('bwip-js/browser').then(({ toSVG }) => {
      if (isGone) return;
      const svg = toSVG({ bcid: 'code128', text, height: heightMm, includetext: false });
      setSource(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    });
    return () => {
      isGone = true;
    };
  }, [text, heightMm]);
  // biome-ignore lint/performance/noImgElement: a data URI made in the browser, nothing to optimise
  return source ? <img src={source} alt={label} className={className} /> : <span className={className} />;
}
