'use client';
import { createContext, useContext } from 'react';
import { isPracticeDrawn } from '@/domain/drawn-for';

const DrawnFor = createContext<string | null>(null);

/** Around what belongs to one person in one organisation: their membership. */
export const DrawnForProvider = DrawnFor.Provider;

/** For whom this page was drawn; whatever it asks says so, and the server refuses it to anybody else. */
export function useDrawnFor(): string {
  const membershipId = useContext(DrawnFor);
  if (!membershipId) throw new Error('DrawnForProvider is missing');
  return membershipId;
}

/** Whether this page is of the city for practising. */
export function useIsPractice(): boolean {
  return isPracticeDrawn(useDrawnFor());
}
