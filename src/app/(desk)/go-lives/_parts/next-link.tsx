'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { buttonClasses } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';

/** The next thing to do is on another page: a click, or the key that sends everywhere else. */
export function NextLink({ href, label }: { href: string; label: string }) {
  const router = useRouter();
  useKey('Ctrl Enter', () => router.push(href));
  return (
    <Link href={href} className={buttonClasses('primary', 'md')}>
      {label}
      <Kbd tone="inherit">Ctrl Enter</Kbd>
    </Link>
  );
}
