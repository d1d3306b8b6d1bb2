'use client';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslations } from 'use-intl';

/** On every sheet that is printed while practising: it is no paper of a house. Directly under the body, where no paper leaves it out. */
export function PracticeStamp() {
  const t = useTranslations('practice');
  return (
    <div
      data-paper="own"
      data-practice-stamp=""
      className="pointer-events-none fixed inset-0 z-50 hidden items-center justify-center print:flex"
    >
      <p className="-rotate-[24deg] border-4 border-ink px-8 py-3 text-center text-ink opacity-20">
        <strong className="block text-[64px] leading-[84px] tracking-[0.15em]">{t('stamp')}</strong>
        <span className="block text-20 leading-[30px]">{t('stampBy')}</span>
      </p>
    </div>
  );
}

/** Of a desk page, which is printed after it was drawn. */
export function DeskPracticeStamp() {
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  return isMounted ? createPortal(<PracticeStamp />, document.body) : null;
}
