'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Logo } from '@/components/ui/logo';

export function Brand() {
  const t = useTranslations('common');
  return (
    <Link href="/" className="flex flex-none items-center gap-2 text-[18px] text-board-ink">
      <Logo />
      <b className="[&:lang(zh)]:tracking-[3px]">{t('name')}</b>
    </Link>
  );
}
