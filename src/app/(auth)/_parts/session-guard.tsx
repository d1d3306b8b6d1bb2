'use client';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { useKey } from '@/components/ui/use-key';
import type { Role } from '@/domain/permissions';
import { type AuthFailure, postAuth } from './auth-client';
import { leaveFor } from './leave';
// Not loaded on demand: the lock must cover the page when the network is gone, too.
import { LockOverlay } from './lock-overlay';
import { useIdleLock } from './use-idle-lock';

interface SessionActions {
  /** Locks this screen now; what is typed stays. */
  lock(): void;
  signOut(): void;
  switchMembership(membershipId: string): void;
  /** Looks as this role of the house from now on. @returns what failed; null: on the way. */
  beginLook(role: Role): Promise<AuthFailure | null>;
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
  /** For whom the page was drawn. */
  drawnFor: string;
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
  const { drawnFor, name, organisation, secondsToLock, isLocked, onUnlocked, children } = props;
  const t = useTranslations('auth.lock');
  const router = useRouter();
  const { state, successor, warnSeconds, lockNow, unlocked, signedOut, tellChanged, recheck } = useIdleLock(
    drawnFor,
    secondsToLock,
    isLocked,
  );

  const [isSignOutLost, setSignOutLost] = useState(false);
  const actions = useMemo(
    (): SessionActions => ({
      lock: lockNow,
      recheck,
      signOut: () =>
        void postAuth('sign-out', {}, drawnFor).then((answer) => {
          if (answer.ok) {
            signedOut();
            router.replace('/login?why=signed-out');
            router.refresh();
            return;
          }
          // Somebody else is signed in by now, and stays so.
          if (answer.failure.code === 'unauthenticated') return recheck();
          // The session goes on where nobody sees it: the page is covered, and says so.
          setSignOutLost(true);
          lockNow();
        }),
      // Everything on the screen belongs to the other organisation: begin anew at its first page.
      switchMembership: (next) =>
        void postAuth('switch', { membershipId: next }, drawnFor).then((answer) => {
          if (answer.ok) {
            tellChanged();
            leaveFor('/');
          } else if (answer.failure.code === 'unauthenticated') recheck();
        }),
      beginLook: async (role) => {
        const answer = await postAuth('view-as', { role }, drawnFor);
        if (answer.ok) {
          tellChanged();
          leaveFor('/');
          return null;
        }
        if (answer.failure.code === 'unauthenticated') recheck();
        return answer.failure;
      },
    }),
    [lockNow, recheck, router, signedOut, tellChanged, drawnFor],
  );
  useKey('Ctrl l', lockNow, { reach: 'always' });

  const wasCovered = useRef(isLocked);
  const readAgain = useRef(onUnlocked);
  readAgain.current = onUnlocked;
  useEffect(() => {
    if (state === 'live' && wasCovered.current) {
      setSignOutLost(false);
      readAgain.current?.();
    }
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
      {state !== 'live' && (
        <LockOverlay
          drawnFor={drawnFor}
          state={state}
          successor={successor}
          isSignOutLost={isSignOutLost}
          name={name}
          organisation={organisation}
          onUnlocked={unlocked}
          onRefused={recheck}
          onSignedOut={signedOut}
        />
      )}
    </SessionContext>
  );
}
