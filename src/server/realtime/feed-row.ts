import type { Envelope } from '@/domain/change';

/** One row of the feed: what to say and in which rooms. */
export interface FeedRow {
  readonly seq: number;
  readonly rooms: readonly string[];
  readonly envelope: Envelope;
}

export interface StoredFeedRow {
  readonly seq: number;
  readonly rooms: string[];
  readonly envelope: Omit<Envelope, 'seq'>;
}

/** The sequence is given after the envelope was written, so it is put in here. */
export function toFeedRow({ seq, rooms, envelope }: StoredFeedRow): FeedRow {
  return { seq, rooms, envelope: { ...envelope, seq } };
}
