'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type FocusEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { ListPage, ListRow } from '@/server/kernel/list';
import { holdStill, type StillPage } from './hold-still';

/** Whoever has left the list may be on the way to the button that says what came. */
const leavingMs = 4_000;
/** A hand that has lain still so long is nobody's: a screen on the wall of the ward shows what is. */
const idleMs = 60_000;

const isDialogOpen = () =>
  typeof document !== 'undefined' && document.querySelector('[data-floating="dialog"][data-open]') !== null;

/** Whether somebody stands in the list: pointer or focus was in it just now. */
function useHand() {
  const [isThere, setThere] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const until = useCallback((ms: number) => {
    clearTimeout(timer.current);
    const end = () => {
      // Asked something about a row of it: nobody has left.
      if (isDialogOpen()) timer.current = setTimeout(end, leavingMs);
      else setThere(false);
    };
    timer.current = setTimeout(end, ms);
  }, []);
  const come = useCallback(() => {
    setThere(true);
    until(idleMs);
  }, [until]);
  const leave = useCallback(() => until(leavingMs), [until]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    isThere,
    hand: {
      onPointerMove: come,
      onPointerDown: come,
      onWheel: come,
      onKeyDown: come,
      onFocus: come,
      onPointerLeave: leave,
      onBlur: (event: FocusEvent) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) leave();
      },
    },
  };
}

/** So long a reading may take that follows a deed. */
const deedMs = 5_000;

/** Somebody has just done something himself: what comes of it is what he waits for, and holds nothing up. A draft that is kept is no deed. */
function useOwnDeed(onDeed: () => void) {
  const client = useQueryClient();
  const [isOwn, setOwn] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = client.getMutationCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'success') return;
      const [path] = event.mutation.options.mutationKey ?? [];
      if (Array.isArray(path) && path.at(-1) === 'saveDraft') return;
      clearTimeout(timer);
      timer = setTimeout(() => setOwn(false), deedMs);
      setOwn(true);
      onDeed();
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [client, onDeed]);
  return { isOwn };
}

type Page = ListPage<ListRow>;
/** Settled: what was asked for has been read since; before that, what stands there is what was read another time. */
type Base = { readonly key: string; readonly shown: Page; readonly latest: Page; readonly isSettled: boolean };
const none: ReadonlySet<string> = new Set();

const isIn = (page: Page, id: string) => [...page.waiting, ...page.rows].some((row) => row.id === id);

type StillPageOptions = {
  latest: Page | undefined;
  /** What was asked for: another question is another list. */
  asked: string;
  isFetching: boolean;
  /** A record that stands open beside the list. */
  openId: string | null;
};

/** The page of a list as it is drawn: it does not move under the hand. */
export function useStillPage({ latest, asked, isFetching, openId }: StillPageOptions) {
  const { isThere, hand } = useHand();
  const [base, setBase] = useState<Base | null>(null);
  const catchUp = useCallback(() => setBase(null), []);
  const deed = useOwnDeed(catchUp);
  const before = base?.key === asked ? base : null;
  // What one has just made oneself stands open and is looked for in the list.
  const isUnseen = Boolean(before && latest && openId && isIn(latest, openId) && !isIn(before.shown, openId));
  const isHeld = before?.isSettled && !isUnseen && !deed.isOwn && (isThere || openId !== null || isDialogOpen());
  const still: StillPage | null =
    latest && isHeld ? holdStill(before.shown, latest) : latest ? { page: latest, gone: none, news: 0 } : null;
  const isSettled = before?.isSettled || !isFetching;
  // What was seen last of a row is what stays of it when it has gone.
  if (
    latest &&
    still &&
    (before?.latest !== latest || before.isSettled !== isSettled || (!isHeld && before.shown !== latest))
  )
    setBase({ key: asked, shown: still.page, latest, isSettled });
  return { page: still?.page, gone: still?.gone ?? none, news: still?.news ?? 0, hand, catchUp };
}
