'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { mintUuid } from '@/app/_client/mint-uuid';

/** The draft's id stands in the address, so that a reload or another computer opens the same note. */
export function useDraftId(): string {
  const [id, setId] = useQueryState('draft', parseAsString);
  useEffect(() => {
    if (!id) void setId(mintUuid());
  }, [id, setId]);
  return id ?? '';
}
