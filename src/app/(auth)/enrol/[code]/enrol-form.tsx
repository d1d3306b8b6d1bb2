'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { type AuthFailure, postAuth } from '../../_parts/auth-client';
import { useAuthWords } from '../../_parts/use-auth-words';

/** One press, so that a link that is merely looked at (a preview, a scanner of mail) does not spend the code. */
export function EnrolForm({ code }: { code: string }) {
  const t = useTranslations('auth.enrol');
  const words = useAuthWords();
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isPending, setIsPending] = useState(false);
  const [isDone, setIsDone] = useState(false);

  async function enrol() {
    setIsPending(true);
    const answer = await postAuth('enrol', { code });
    setIsPending(false);
    if (answer.ok) setIsDone(true);
    else setFailure(answer.failure);
  }

  return (
    <Panel isFocused className="w-full max-w-[480px]">
      <div className="grid gap-3 p-5">
        <h1 className="text-20 font-bold">{t('title')}</h1>
        {failure && <Banner tone="stop">{words.sentence(failure)}</Banner>}
        <p className="text-13 text-ink-2">{isDone ? t('done') : t('hint')}</p>
        <div className="flex justify-end">
          {isDone ? (
            <Link href="/wall/city" className={buttonClasses('primary', 'md')}>
              {t('open')}
            </Link>
          ) : (
            <Button variant="primary" isPending={isPending} onClick={enrol}>
              {t('submit')}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  );
}
