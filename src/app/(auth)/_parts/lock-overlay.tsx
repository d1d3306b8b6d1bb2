'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import Lock from 'lucide-react/icons/lock';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { PasswordInput } from '@/components/ui/password-input';
import { isPracticeDrawn } from '@/domain/drawn-for';
import { type AuthFailure, postAuth } from './auth-client';
import { useAuthWords } from './use-auth-words';
import type { Successor } from './use-idle-lock';

export type LockOverlayProps = {
  /** `ended`: the session is over, unlocking is no longer possible. */
  state: 'locked' | 'ended';
  drawnFor: string;
  /** It ended because somebody else has signed in to this browser. */
  successor: Successor | null;
  /** Signing out did not reach the server: the session is still there. */
  isSignOutLost: boolean;
  name: string;
  organisation: string;
  onUnlocked: (secondsToLock: number) => void;
  /** Unlocking was refused because the session is gone, or another's. */
  onRefused: () => void;
  onSignedOut: () => void;
};

const badgeForm = /^xb-[a-z2-7]{26}$/i;

/** Whether whoever came in is in the same city is told: it may be the same person. */
function takenWords(isPractice: boolean, isTakenInPractice: boolean) {
  if (isPractice === isTakenInPractice) return 'taken';
  return isTakenInPractice ? 'takenInPractice' : 'takenInCity';
}

/** Covers the page whole, so that nothing of a patient shows; the page beneath stays mounted and keeps what was typed. */
export function LockOverlay(props: LockOverlayProps) {
  const { state, drawnFor, successor, isSignOutLost, name, organisation, onUnlocked, onRefused, onSignedOut } = props;
  const t = useTranslations('auth.lock');
  const words = useAuthWords();
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLButtonElement>(null);
  const [secret, setSecret] = useState('');
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isSignOutFailed, setSignOutFailed] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [isScanIgnored, setIsScanIgnored] = useState(false);
  const isPractice = isPracticeDrawn(drawnFor);
  const isOfLook = successor?.kind === 'look';
  const roles = useTranslations('modules.roles');
  const isEnded = state === 'ended' || failure?.code === 'unauthenticated';

  async function unlock(by: { badge: string } | { password: string }) {
    if (isPending) return;
    setIsPending(true);
    setIsScanIgnored(false);
    const answer = await postAuth<{ secondsToLock: number }>('unlock', by, drawnFor);
    setIsPending(false);
    setSecret('');
    if (answer.ok) return onUnlocked(answer.data.secondsToLock);
    setFailure(answer.failure);
    if (answer.failure.code === 'unauthenticated') onRefused();
    field.current?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (secret !== '') void unlock(badgeForm.test(secret.trim()) ? { badge: secret } : { password: secret });
  }

  // Whoever goes on scanning bags under the lock is told so; no label is tried as a password, and none presses a button.
  useScanner({
    on: 'lock',
    onScan(text) {
      if (!isEnded && badgeForm.test(text)) return void unlock({ badge: text });
      playTone('refuse');
      if (!isEnded) setFailure(null);
      setIsScanIgnored(true);
    },
  });

  async function leave(why: 'ended' | 'signed-out') {
    if (why === 'signed-out') {
      setIsPending(true);
      const answer = await postAuth('sign-out', {}, drawnFor);
      setIsPending(false);
      if (!answer.ok && answer.failure.code !== 'unauthenticated') return setSignOutFailed(true);
      onSignedOut();
    }
    // What stands in practice is in no other city.
    if (isPractice) return window.location.assign('/login?why=practice-over');
    const { pathname, search } = window.location;
    router.replace(`/login?why=${why}&next=${encodeURIComponent(pathname + search)}`);
    router.refresh();
  }

  return (
    <BaseDialog.Root open disablePointerDismissal>
      <BaseDialog.Portal>
        <BaseDialog.Popup
          data-floating="lock"
          initialFocus={isEnded ? again : field}
          className="fixed inset-0 z-[60] flex items-start justify-center bg-bg px-4 pt-[16vh] text-ink outline-none"
        >
          <form
            onSubmit={submit}
            className="grid w-full max-w-[440px] gap-3 border-2 border-ink bg-surface p-5"
            noValidate
          >
            <BaseDialog.Title className="flex items-center gap-2 text-20 font-bold">
              <Icon of={Lock} size={20} />
              {t(isEnded ? 'endedTitle' : 'title')}
              {isPractice && <Chip>{t('practice')}</Chip>}
            </BaseDialog.Title>
            <p className="font-bold">{t('whose', { name, organisation })}</p>
            <BaseDialog.Description className="text-13 text-ink-2">
              {!isEnded
                ? t('hint')
                : successor === null
                  ? t('ended')
                  : successor.kind === 'person'
                    ? t(takenWords(isPractice, successor.isPractice), {
                        name: successor.name,
                        organisation: successor.organisation,
                      })
                    : successor.role
                      ? t('lookBegan', { role: roles(successor.role) })
                      : t('lookEnded')}
            </BaseDialog.Description>
            {(isSignOutLost || isSignOutFailed) && !isEnded && <Banner tone="stop">{t('signOutLost')}</Banner>}
            {failure && !isEnded && <Banner tone="stop">{words.sentence(failure)}</Banner>}
            {isScanIgnored && <Banner tone="warn">{isEnded ? t('scanIgnoredEnded') : t('scanIgnored')}</Banner>}
            {isEnded ? (
              <div className="flex justify-end pt-1">
                <Button
                  ref={again}
                  variant="primary"
                  onClick={() => (isOfLook ? window.location.reload() : leave('ended'))}
                >
                  {t(isOfLook ? 'reopen' : 'again')}
                </Button>
              </div>
            ) : (
              <>
                <Field label={t('field')} labelWidth={84}>
                  <PasswordInput ref={field} name="secret" value={secret} onValueChange={setSecret} />
                </Field>
                <div className="flex items-center gap-2 pt-1">
                  <Button variant="ghost" onClick={() => leave('signed-out')}>
                    {t('other')}
                  </Button>
                  <span className="flex-1 text-12 text-ink-3">{t('otherHint')}</span>
                  <Button type="submit" variant="primary" isPending={isPending}>
                    {t('submit')}
                  </Button>
                </div>
              </>
            )}
          </form>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
