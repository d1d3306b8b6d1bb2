'use client';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/ui/status-mark';
import type { Condition } from '@/domain/go-lives/conditions';

/** What the start waits for, each met or by its name. */
export function Conditions({ conditions }: { conditions: readonly Condition[] }) {
  const t = useTranslations('go-lives.conditions');
  return (
    <ul className="text-13">
      {conditions.map(({ code, isMet, facts }) => (
        <li key={code} className="flex min-h-7 items-start gap-2 py-1">
          <StatusMark tone={isMet ? 'done' : 'quiet'} className="flex-none">
            {t(isMet ? 'yes' : 'no')}
          </StatusMark>
          <span className={isMet ? 'text-ink-2' : 'font-bold'}>
            {t(`${code}.${isMet ? 'met' : 'unmet'}`, facts as never)}
          </span>
        </li>
      ))}
    </ul>
  );
}
