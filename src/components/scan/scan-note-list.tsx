'use client';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import type { ScanNote } from './scan-notes';

type ScanNoteListProps = {
  notes: readonly ScanNote[];
  /** The word of who puts the bag aside. */
  putAside: string;
  onAnswer: (note: ScanNote) => void;
};

/** What became of the scans that put no bag on the list; a refusal stands until it is answered. */
export function ScanNoteList({ notes, putAside, onAnswer }: ScanNoteListProps) {
  return notes.map((note) => (
    <Banner
      key={`${note.donationNo} ${note.unitId}`}
      tone={note.isRefusal ? 'stop' : 'warn'}
      className="mt-2"
      action={
        note.isRefusal && (
          <Button size="sm" onClick={() => onAnswer(note)}>
            {putAside}
          </Button>
        )
      }
    >
      {note.text}
    </Banner>
  ));
}
