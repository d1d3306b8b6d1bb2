'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isLookDrawn, postOf } from '@/domain/drawn-for';
import type { Role } from '@/domain/permissions';
import { postAuth, readSessionState, type SessionAnswer } from './auth-client';
import { dropPendingLock, isLockPending, keepPendingLock } from './pending-lock';
import { openTabsChannel, type TabWord } from './tabs';

export type LockState = 'live' | 'locked' | 'ended';

/** Who is signed in to this browser now, where it is no longer the one for whom the page was drawn; or as which role the same person looks, if any. */
export type Successor =
  | { readonly kind: 'person'; readonly name: string; readonly organisation: string; readonly isPractice: boolean }
  | { readonly kind: 'look'; readonly role: Role | null };

const touchEveryMs = 60_000;
const warnSecondsBefore = 120;
const tickMs = 1_000;
const askEveryMs = 15_000;
const lockAgainMs = 5_000;

const handEvents = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;

/**
 * The server decides when a screen is locked; this counts along. Hands are told to it at most once a minute. Near the end it asks,
 * because another tab may have prolonged the session, and after a sleep the browser's own count is worth nothing.
 */
export function useIdleLock(drawnFor: string, initialSeconds: number, isLocked: boolean) {
  const [state, setState] = useState<LockState>(isLocked ? 'locked' : 'live');
  const [successor, setSuccessor] = useState<Successor | null>(null);
  const [warnSeconds, setWarnSeconds] = useState<number | null>(null);
  const lockAt = useRef(0);
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const askedAt = useRef(Number.NEGATIVE_INFINITY);

  const tabs = useRef<BroadcastChannel | null>(null);
  const tellTabs = useCallback((word: TabWord) => tabs.current?.postMessage(word), []);

  /** @param since when it was asked for: a PC may have slept until the answer was read. */
  const setRest = useCallback((seconds: number, since = performance.now()) => {
    lockAt.current = since + seconds * 1000;
    setWarnSeconds(null);
  }, []);

  // Each covering and each unlocking begins another stretch: an answer to what was asked before it says nothing about it.
  const stretch = useRef(0);
  /** A lock was asked for and the server has not confirmed it: until then it may call a covered screen live. Each asking is one of its own. */
  const telling = useRef<symbol | null>(null);
  /** Another tab was unlocked meanwhile: what was asked then is void, and the lock is not told again before the session was asked. */
  const isDoubted = useRef(false);
  const cover = useCallback(() => {
    stretch.current += 1;
    // What has ended is covered already, and no lock of somebody else's opens it to a password.
    setState((before) => (before === 'ended' ? before : 'locked'));
  }, []);
  const settle = useCallback(() => {
    telling.current = null;
    dropPendingLock();
    stretch.current += 1;
  }, []);

  const show = useCallback(
    ({ kind, secondsToLock = 0, ...who }: SessionAnswer, since: number) => {
      const isAnother = kind !== 'none' && who.drawnFor !== drawnFor;
      const isSamePerson = isAnother && postOf(drawnFor) === postOf(who.drawnFor ?? '');
      // The lock has ended the look of this page: it is drawn anew, under the lock.
      if (isSamePerson && kind === 'locked') return window.location.reload();
      setSuccessor(
        !isAnother
          ? null
          : isSamePerson
            ? { kind: 'look', role: who.viewAs ?? null }
            : {
                kind: 'person',
                name: who.name ?? '',
                organisation: who.orgName ?? '',
                isPractice: who.isPractice === true,
              },
      );
      if (kind === 'none' || isAnother) return setState('ended');
      if (kind === 'live') setRest(secondsToLock, since);
      // In its last second a screen is not uncovered any more.
      if (kind === 'locked' || secondsToLock > 1) setState(kind);
    },
    [drawnFor, setRest],
  );

  const recheck = useCallback(() => {
    const since = performance.now();
    askedAt.current = since;
    const asked = stretch.current;
    void readSessionState().then((answer) => {
      if (answer.ok && asked === stretch.current && !telling.current) show(answer.data, since);
    });
  }, [show]);

  const lockNow = useCallback(() => {
    // Covered at once; the server hears it next, however long the network takes.
    cover();
    keepPendingLock(drawnFor);
    tellTabs('locked');
    const told = Symbol('lock');
    telling.current = told;
    isDoubted.current = false;
    const tellServer = () =>
      void postAuth('lock', {}, drawnFor).then((answer) => {
        if (telling.current !== told) {
          // It was unlocked while this was under way: which of them came last, the server knows.
          if (answer.ok) {
            tellTabs('changed');
            recheck();
          }
          return;
        }
        if (answer.ok) {
          settle();
          tellTabs(isDoubted.current ? 'changed' : 'confirmed');
          if (isDoubted.current || isLookDrawn(drawnFor)) recheck();
        } else if (answer.failure.code === 'unauthenticated') {
          settle();
          setState('ended');
          // Whoever covered himself at the word of this page asks whether he had to.
          tellTabs('changed');
          recheck();
        } else again();
      });
    const askServer = () => {
      const since = performance.now();
      void readSessionState().then((answer) => {
        if (telling.current !== told) return;
        if (!answer.ok) return again();
        settle();
        show(answer.data, since);
      });
    };
    const again = () =>
      void setTimeout(() => {
        if (telling.current !== told) return;
        if (isDoubted.current) askServer();
        else tellServer();
      }, lockAgainMs);
    tellServer();
  }, [cover, settle, show, tellTabs, recheck, drawnFor]);

  const unlocked = useCallback(
    (seconds: number) => {
      settle();
      setRest(seconds);
      setState('live');
      tellTabs('unlocked');
    },
    [settle, setRest, tellTabs],
  );
  const tellChanged = useCallback(() => tellTabs('changed'), [tellTabs]);
  const signedOut = useCallback(() => {
    settle();
    tellChanged();
  }, [settle, tellChanged]);

  useEffect(() => {
    const channel = openTabsChannel(drawnFor);
    channel.onmessage = ({ data }: MessageEvent<TabWord>) => {
      if (data === 'locked') return cover();
      if (data === 'confirmed') cover();
      if (data === 'unlocked') isDoubted.current = true;
      recheck();
    };
    tabs.current = channel;
    // What was said between the drawing of the page and now was not heard.
    recheck();
    return () => {
      tabs.current = null;
      channel.close();
    };
  }, [cover, recheck, drawnFor]);

  useEffect(() => setRest(initialSeconds), [initialSeconds, setRest]);
  // Read again before the server had heard of the lock.
  useEffect(() => {
    if (isLockPending(drawnFor)) lockNow();
  }, [drawnFor, lockNow]);
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
      void postAuth<{ secondsToLock: number }>('touch', {}, drawnFor).then((answer) => {
        if (answer.ok) setRest(answer.data.secondsToLock, now);
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
  }, [state, setRest, cover, recheck, drawnFor]);

  return { state, successor, warnSeconds, lockNow, unlocked, signedOut, tellChanged, recheck };
}
