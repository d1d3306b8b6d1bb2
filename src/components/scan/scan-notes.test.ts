import { expect, it } from 'vitest';
import { addNote, type ScanNote, settleNotes } from './scan-notes';

const product = 'E0336V00';
const sisterProduct = 'E2555V00';
const refused = (donationNo: string, known: Partial<Pick<ScanNote, 'unitId' | 'productCode'>> = {}): ScanNote => ({
  donationNo,
  productCode: null,
  unitId: null,
  text: `${donationNo} 不能发`,
  isRefusal: true,
  ...known,
});
const told = (donationNo: string): ScanNote => ({ ...refused(donationNo), isRefusal: false });
const namesOf = (notes: readonly ScanNote[]) => notes.map(({ donationNo }) => donationNo);
const first = { id: 'a', donationNo: '310002600001', productCode: product };
const sister = { id: 'sister', donationNo: '310002600001', productCode: sisterProduct };
const known = refused(first.donationNo, { unitId: first.id, productCode: product });

it('a refused bag stays named while other bags are scanned well', () => {
  const notes = addNote([], known);
  expect(settleNotes(notes, { id: 'b', donationNo: '310002600002', productCode: product })).toEqual(notes);
});

it('scanning the same bag well answers its refusal; its sister bag does not', () => {
  const notes = addNote([], known);
  expect(settleNotes(notes, first)).toEqual([]);
  expect(settleNotes(notes, sister)).toEqual(notes);
});

it('a donation that could not be told apart or looked up is answered by a bag of it', () => {
  const notes = addNote([], refused(first.donationNo));
  expect(settleNotes(notes, first)).toEqual([]);
});

it('a bag that was not found, though both its labels were read, is not answered by its sister', () => {
  const notes = addNote([], refused(first.donationNo, { productCode: product }));
  expect(settleNotes(notes, sister)).toEqual(notes);
  expect(settleNotes(notes, first)).toEqual([]);
  expect(addNote(notes, refused(first.donationNo, { productCode: sisterProduct }))).toHaveLength(2);
});

it('once the product code tells which bag it was, the question for it is gone', () => {
  const asked = addNote([], refused(first.donationNo));
  expect(addNote(asked, known)).toEqual([known]);
  const both = addNote(
    addNote([], known),
    refused(first.donationNo, { unitId: sister.id, productCode: sisterProduct }),
  );
  expect(both).toHaveLength(2);
});

it('several refusals stand beside each other, each bag once; what was merely told goes with the next scan', () => {
  const two = addNote(addNote([], refused('310002600001')), refused('310002600002'));
  expect(namesOf(addNote(two, refused('310002600001')))).toEqual(['310002600002', '310002600001']);
  expect(namesOf(addNote(addNote(two, told('310002600003')), told('310002600004')))).toEqual([
    '310002600001',
    '310002600002',
    '310002600004',
  ]);
});
