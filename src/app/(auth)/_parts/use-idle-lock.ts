'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { postAuth, readSessionState } from './auth-client';

export type LockState = 'live' | 'locked' | 'ended';

const touchEveryMs = 60_000;
const warnSecondsBefore = 120;
const tickMs = 1_000;
const askEveryMs = 15_000;
const lockAgainMs = 5_000;
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

  // Each covering and each unlocking begins another stretch: an answer to what was asked before it says nothing about it.
  const stretch = useRef(0);
  /** The lock was asked for and the server has not confirmed it: until then it may call a covered screen live. */
  const isTelling = useRef(false);
  /** Another tab spoke of a change meanwhile: what was asked then is void, and is asked again once the lock is confirmed. */
  const isDoubted = useRef(false);
  const cover = useCallback(() => {
    stretch.current += 1;
    setState('locked');
  }, []);

  const recheck = useCallback(() => {
    askedAt.current = performance.now();
    const asked = stretch.current;
    void readSessionState().then((answer) => {
      if (!answer.ok || asked !== stretch.current || isTelling.current) return;
      const { kind, secondsToLock = 0 } = answer.data;
      if (kind === 'live') setRest(secondsToLock);
      // In its last second a screen is not uncovered any more.
      if (kind !== 'live' || secondsToLock > 1) setState(kind === 'none' ? 'ended' : kind);
    });
  }, [setRest]);

  const lockNow = useCallback(() => {
    // Covered at once; the server hears it next, however long the network takes.
    cover();
    tellTabs('locked');
    isTelling.current = true;
    isDoubted.current = false;
    const told = stretch.current;
    const tellServer = () =>
      void postAuth('lock').then((answer) => {
        if (told !== stretch.current) return;
        const isEnded = !answer.ok && answer.failure.code === 'unauthenticated';
        if (!answer.ok && !isEnded) return void setTimeout(() => told === stretch.current && tellServer(), lockAgainMs);
        isTelling.current = false;
        stretch.current += 1;
        if (isEnded) setState('ended');
        else if (isDoubted.current) recheck();
      });
    tellServer();
  }, [cover, tellTabs, recheck]);

  const unlocked = useCallback(
    (seconds: number) => {
      stretch.current += 1;
      isTelling.current = false;
      setRest(seconds);
      setState('live');
      tellTabs('changed');
    },
    [setRest, tellTabs],
  );
  const signedOut = useCallback(() => tellTabs('changed'), [tellTabs]);

  useEffect(() => {
    const channel = new BroadcastChannel(tabsChannel);
    channel.onmessage = ({ data }: MessageEvent<TabWord>) => {
      if (data === 'locked') return cover();
      isDoubted.current = true;
      recheck();
    };
    tabs.current = channel;
    return () => {
      tabs.current = null;
      channel.close();
    };
  }, [cover, recheck]);

  useEffect(() => setRest(initialSeconds), [initialSeconds, setRest]);
  // A page that was drawn under the lock is covered until the server says otherwise; no page that was drawn before it uncovers one.
  useEffect(() => {
    if (!isLocked) return;
    cover();
    recheck();
  }, [isLocked, cover, recheck]);

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
      // Nobody may be reachable to say so. If a hand in another tab prolonged the session, the answer uncovers the page again.
      if (rest <= 0) {
        cover();
        return recheck();
      }
      setWarnSeconds(rest);
      // A hand within the last minute was told already; near the end every hand counts.
      touchedAt.current = Number.NEGATIVE_INFINITY;
      if (performance.now() - askedAt.current > askEveryMs) recheck();
    }, tickMs);
    const wake = () => document.visibilityState === 'visible' && recheck();
    for (const event of handEvents) window.addEventListener(event, touch, { capture: true, passive: true });
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearInterval(tick);
      for (const event of handEvents) window.removeEventListener(event, touch, { capture: true });
      document.removeEventListener('visibilitychange', wake);
    };
  }, [state, setRest, cover, recheck]);

  return { state, warnSeconds, lockNow, unlocked, signedOut, recheck };
}
