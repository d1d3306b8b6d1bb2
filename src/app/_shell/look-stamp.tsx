'use client';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslations } from 'use-intl';

type LookStampProps = { roleName: string; who: string };

/** On every sheet that is printed in a look: it is no paper of the house. Directly under the body, where no paper leaves it out. */
export function LookStamp({ roleName, who }: LookStampProps) {
  const t = useTranslations('view-as');
  return (
    <div
      data-paper="own"
      data-look-stamp=""
      className="pointer-events-none fixed inset-0 z-50 hidden items-center justify-center print:flex"
    >
      <p className="-rotate-[24deg] border-4 border-ink px-8 py-3 text-center text-ink opacity-25">
        <strong className="block text-[64px] leading-[84px] tracking-[0.15em]">{t('stamp')}</strong>
        <span className="block text-20 leading-[30px]">{t('stampBy', { role: roleName, who })}</span>
      </p>
    </div>
  );
}

/** Of a desk page, which is printed after it was drawn. */
export function DeskLookStamp(props: LookStampProps) {
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  return isMounted ? createPortal(<LookStamp {...props} />, document.body) : null;
}
