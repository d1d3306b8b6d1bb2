import { expect, it } from 'vitest';
import { addNote, type ScanNote, settleNotes } from './scan-notes';

const refused = (donationNo: string, unitId: string | null = null): ScanNote => ({
  donationNo,
  unitId,
  text: `${donationNo} 不能发`,
  isRefusal: true,
});
const told = (donationNo: string): ScanNote => ({ ...refused(donationNo), isRefusal: false });
const namesOf = (notes: readonly ScanNote[]) => notes.map(({ donationNo }) => donationNo);

it('a refused bag stays named while other bags are scanned well', () => {
  const notes = addNote([], refused('310002600001', 'a'));
  expect(settleNotes(notes, { id: 'b', donationNo: '310002600002' })).toEqual(notes);
});

it('scanning the same bag well answers its refusal; its sister bag does not', () => {
  const notes = addNote([], refused('310002600001', 'a'));
  expect(settleNotes(notes, { id: 'a', donationNo: '310002600001' })).toEqual([]);
  expect(settleNotes(notes, { id: 'sister', donationNo: '310002600001' })).toEqual(notes);
});

it('a donation that could not be told apart or looked up is answered by a bag of it', () => {
  const notes = addNote([], refused('310002600001'));
  expect(settleNotes(notes, { id: 'a', donationNo: '310002600001' })).toEqual([]);
});

it('once the product code tells which bag it was, the question for it is gone', () => {
  const asked = addNote([], refused('310002600001'));
  const known = refused('310002600001', 'a');
  expect(addNote(asked, known)).toEqual([known]);
  expect(addNote(addNote([], known), refused('310002600001', 'sister'))).toHaveLength(2);
});

it('several refusals stand beside each other, each bag once; what was merely told goes with the next scan', () => {
  const first = addNote(addNote([], refused('310002600001')), refused('310002600002'));
  expect(namesOf(addNote(first, refused('310002600001')))).toEqual(['310002600002', '310002600001']);
  expect(namesOf(addNote(addNote(first, told('310002600003')), told('310002600004')))).toEqual([
    '310002600001',
    '310002600002',
    '310002600004',
  ]);
});
