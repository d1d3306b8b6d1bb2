'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { readPlaceLabels } from '@/app/_server/place-labels';

type Labels = NonNullable<Awaited<ReturnType<typeof readPlaceLabels>>>;

/** One label a place, to be cut out and put on its door. */
export function PlaceLabels({ labels }: { labels: Labels }) {
  const t = useTranslations('storage-places');
  useEffect(() => window.print(), []);
  return (
    <div className="mx-auto grid w-[190mm] grid-cols-2 gap-[6mm] bg-surface py-2 text-ink">
      {labels.map(({ id, code, name, placeClass, svg }) => (
        <section key={id} className="break-inside-avoid border border-ink p-[4mm]">
          <p className="text-20 font-bold">
            <span className="font-code">{code}</span> {name}
          </p>
          <p className="mb-2 text-13">{t(`options.placeClass.${placeClass}`)}</p>
          {/* biome-ignore lint/performance/noImgElement: a drawing made with the page, nothing to optimise */}
          <img alt={code} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} className="block w-[70mm]" />
        </section>
      ))}
    </div>
  );
}
