'use client';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { useKey } from '@/components/ui/use-key';
import { postAuth } from './auth-client';
// Not loaded on demand: the lock must cover the page when the network is gone, too.
import { LockOverlay } from './lock-overlay';
import { useIdleLock } from './use-idle-lock';

interface SessionActions {
  /** Locks this screen now; what is typed stays. */
  lock(): void;
  signOut(): void;
  switchMembership(membershipId: string): void;
  /** Tell it when the server answered that nobody is signed in: it looks whether the screen is locked or the session is over. */
  recheck(): void;
}

const SessionContext = createContext<SessionActions | null>(null);

export function useSessionActions(): SessionActions {
  const actions = useContext(SessionContext);
  if (!actions) throw new Error('useSessionActions outside SessionGuard');
  return actions;
}

export type SessionGuardProps = {
  name: string;
  organisation: string;
  secondsToLock: number;
  isLocked: boolean;
  /** Uncovered, here or by another tab: read again what was refused meanwhile. */
  onUnlocked?: () => void;
  children: ReactNode;
};

/** Around every desk page: hands prolong the session, fifteen minutes without lock it, two minutes before it says so. Ctrl L locks. */
export function SessionGuard(props: SessionGuardProps) {
  const { name, organisation, secondsToLock, isLocked, onUnlocked, children } = props;
  const t = useTranslations('auth.lock');
  const router = useRouter();
  const { state, warnSeconds, lockNow, unlocked, signedOut, recheck } = useIdleLock(secondsToLock, isLocked);

  const actions = useMemo(
    (): SessionActions => ({
      lock: lockNow,
      recheck,
      signOut: () =>
        void postAuth('sign-out').then(() => {
          signedOut();
          router.replace('/login?why=signed-out');
          router.refresh();
        }),
      // Everything on the screen belongs to the other organisation: begin anew at its first page.
      switchMembership: (membershipId) =>
        void postAuth('switch', { membershipId }).then((answer) => answer.ok && window.location.assign('/')),
    }),
    [lockNow, recheck, router, signedOut],
  );
  useKey('Ctrl l', lockNow, { reach: 'always' });

  const wasCovered = useRef(isLocked);
  const readAgain = useRef(onUnlocked);
  readAgain.current = onUnlocked;
  useEffect(() => {
    if (state === 'live' && wasCovered.current) readAgain.current?.();
    wasCovered.current = state !== 'live';
  }, [state]);

  return (
    <SessionContext value={actions}>
      {children}
      {warnSeconds !== null && state === 'live' && (
        <div className="fixed right-4 bottom-10 z-40">
          <Banner tone="inverse">{t('warning', { seconds: warnSeconds })}</Banner>
        </div>
      )}
      {state !== 'live' && <LockOverlay state={state} name={name} organisation={organisation} onUnlocked={unlocked} />}
    </SessionContext>
  );
}
