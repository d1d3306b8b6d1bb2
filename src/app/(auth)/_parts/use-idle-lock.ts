'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { postAuth, readSessionState } from './auth-client';

export type LockState = 'live' | 'locked' | 'ended';

const touchEveryMs = 60_000;
const warnSecondsBefore = 120;
const tickMs = 1_000;
const askEveryMs = 15_000;
/** All tabs of a browser are one session: what one of them knows, the others hear at once and not at their next question. */
const tabsChannel = 'xuemai.session';
type TabWord = 'locked' | 'changed';

const handEvents = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;

/**
 * The server decides when a screen is locked; this counts along. Hands are told to it at most once a minute. Near the end it asks,
 * because another tab may have prolonged the session, and after a sleep the browser's own count is worth nothing.
 */
export function useIdleLock(initialSeconds: number, isLocked: boolean) {
  const [state, setState] = useState<LockState>(isLocked ? 'locked' : 'live');
  const [warnSeconds, setWarnSeconds] = useState<number | null>(null);
  const lockAt = useRef(0);
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const askedAt = useRef(Number.NEGATIVE_INFINITY);

  const tabs = useRef<BroadcastChannel | null>(null);
  const tellTabs = useCallback((word: TabWord) => tabs.current?.postMessage(word), []);

  const setRest = useCallback((seconds: number) => {
    lockAt.current = performance.now() + seconds * 1000;
    setWarnSeconds(null);
  }, []);

  const recheck = useCallback(() => {
    askedAt.current = performance.now();
    void readSessionState().then((answer) => {
      if (!answer.ok) return;
      const { kind, secondsToLock = 0 } = answer.data;
      if (kind === 'live') setRest(secondsToLock);
      setState(kind === 'none' ? 'ended' : kind);
    });
  }, [setRest]);

  const lockNow = useCallback(() => {
    // Covered at once; the server hears it next.
    setState('locked');
    tellTabs('locked');
    void postAuth('lock').then((answer) => {
      if (!answer.ok && answer.failure.code === 'unauthenticated') setState('ended');
    });
  }, [tellTabs]);

  const unlocked = useCallback(
    (seconds: number) => {
      setRest(seconds);
      setState('live');
      tellTabs('changed');
    },
    [setRest, tellTabs],
  );
  const signedOut = useCallback(() => tellTabs('changed'), [tellTabs]);

  useEffect(() => {
    const channel = new BroadcastChannel(tabsChannel);
    channel.onmessage = ({ data }: MessageEvent<TabWord>) => (data === 'locked' ? setState('locked') : recheck());
    tabs.current = channel;
    return () => {
      tabs.current = null;
      channel.close();
    };
  }, [recheck]);

  useEffect(() => setRest(initialSeconds), [initialSeconds, setRest]);
  useEffect(() => setState(isLocked ? 'locked' : 'live'), [isLocked]);

  useEffect(() => {
    if (state !== 'live') return;
    const touch = () => {
      const now = performance.now();
      if (now - touchedAt.current < touchEveryMs) return;
      touchedAt.current = now;
      void postAuth<{ secondsToLock: number }>('touch').then((answer) => {
        if (answer.ok) setRest(answer.data.secondsToLock);
        else if (answer.failure.code === 'unauthenticated') recheck();
        else touchedAt.current = Number.NEGATIVE_INFINITY;
      });
    };
    const tick = setInterval(() => {
      const rest = Math.ceil((lockAt.current - performance.now()) / 1000);
      if (rest > warnSecondsBefore) return setWarnSeconds(null);
      setWarnSeconds(Math.max(0, rest));
      // A hand within the last minute was told already; near the end every hand counts.
      touchedAt.current = Number.NEGATIVE_INFINITY;
      if (
        performance.now() - askedAt.current > askEveryMs ||
        (rest <= 0 && performance.now() - askedAt.current > 2_000)
      )
        recheck();
    }, tickMs);
    const wake = () => document.visibilityState === 'visible' && recheck();
    for (const event of handEvents) window.addEventListener(event, touch, { capture: true, passive: true });
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearInterval(tick);
      for (const event of handEvents) window.removeEventListener(event, touch, { capture: true });
      document.removeEventListener('visibilitychange', wake);
    };
  }, [state, setRest, recheck]);

  return { state, warnSeconds, lockNow, unlocked, signedOut, recheck };
}
