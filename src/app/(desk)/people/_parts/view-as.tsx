'use client';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Page } from '@/app/_shell/page';
import { useSessionActions } from '@/app/(auth)/_parts/session-guard';
import { useFailureWords } from '@/components/record/violation-words';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/radio-group';
import { useKey } from '@/components/ui/use-key';
import type { Role } from '@/domain/permissions';
import { type LookChoice, lookMinutes } from '@/domain/view-as';
import type { AuthFailure } from '../../../(auth)/_parts/auth-client';

type ViewAsProps = { looksAs: Role | null; choices: readonly LookChoice[] };

/** 以此角色查看: the roles of the house, those that would show too much named with the reason. */
export function ViewAs({ looksAs, choices }: ViewAsProps) {
  const t = useTranslations('view-as');
  const roles = useTranslations('modules.roles');
  const { beginLook } = useSessionActions();
  const words = useFailureWords({ module: 'people' });
  const [role, setRole] = useState<Role | null>(null);
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function begin() {
    if (role === null || isPending) return;
    setIsPending(true);
    setFailure(null);
    const failed = await beginLook(role);
    if (!failed) return;
    setIsPending(false);
    setFailure(failed);
  }
  useKey('Ctrl Enter', () => void begin(), { isEnabled: looksAs === null });

  return (
    <Page title={t('title')} scroll="page">
      <form
        className="grid max-w-[640px] gap-4 border border-line-2 bg-surface p-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void begin();
        }}
      >
        <p className="text-14">{t('intro')}</p>
        <p className="text-13 text-ink-2">{t('ends', { minutes: lookMinutes })}</p>
        {looksAs !== null ? (
          <Banner tone="warn">{t('looking', { role: roles(looksAs) })}</Banner>
        ) : (
          <>
            <RadioGroup
              label={t('roles')}
              value={role}
              onValueChange={setRole}
              items={choices.map((choice) => ({
                value: choice.role,
                label: roles(choice.role),
                ...(choice.notOffered ? { hint: t(`notOffered.${choice.notOffered}`), isDisabled: true } : {}),
              }))}
            />
            {failure && <Banner tone="stop">{words({ ...failure, theirs: null })}</Banner>}
            <div className="flex justify-end">
              <Button
                type="submit"
                variant="primary"
                kbd="Ctrl Enter"
                isPending={isPending}
                disabledReason={role === null ? t('chooseFirst') : null}
              >
                {t('begin')}
              </Button>
            </div>
          </>
        )}
      </form>
    </Page>
  );
}
