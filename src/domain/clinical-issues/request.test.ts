import { describe, expect, it } from 'vitest';
import { requestedKinds } from '../blood/requested';
import { type IssueRequest, judgeRequest, type NamedRequest, type RequestQuestion } from './request';

const now = new Date('2026-12-01T02:00:00Z');
const request: IssueRequest = {
  no: '20261201-0001',
  patientId: 'patient',
  state: 'accepted',
  kinds: requestedKinds([{ component: 'rbc-suspended', amount: 400 }], [{ component: 'rbc-lr', amount: 200 }], now),
};
const named: NamedRequest = { requestId: 'request', requestNo: '20261201-0001', patientId: 'patient' };
const codes = (more: Partial<NamedRequest>, question: Partial<RequestQuestion> = {}) =>
  judgeRequest(
    { ...named, ...more },
    { request, isNeeded: false, bags: [{ component: 'rbc-lr', amount: 200 }], now, ...question },
  ).map(({ code }) => code);

describe('an ordinary issue and the request it names', () => {
  it('fits what is still open', () => expect(codes({})).toEqual([]));
  it('stands without one, unless the house says otherwise', () => {
    expect(codes({ requestId: undefined }, { request: undefined })).toEqual([]);
    expect(codes({ requestId: undefined }, { request: undefined, isNeeded: true })).toEqual(['issue.request_needed']);
  });
  it('refuses one that the house does not have, and one of another patient without a word of it', () => {
    expect(codes({}, { request: null })).toEqual(['issue.request_unknown']);
    expect(codes({ patientId: 'other' })).toEqual(['issue.request_of_another']);
  });
  it.each(['draft', 'submitted', 'senior_approved', 'director_approved', 'returned', 'refused', 'void'])(
    'refuses one that is %s',
    (state) => expect(codes({}, { request: { ...request, state } })).toEqual(['issue.request_not_approved']),
  );
  it.each(['approved', 'accepted', 'completed'])('takes one that is %s', (state) =>
    expect(codes({}, { request: { ...request, state } })).toEqual([]),
  );
  it('refuses another number on the sheet', () =>
    expect(codes({ requestNo: '20261201-0002' })).toEqual(['issue.request_no_differs']));
  it('asks why more is given than is open, kind by kind, and takes the reason', () => {
    const bags = [
      { component: 'rbc-lr', amount: 200 },
      { component: 'rbc-washed', amount: 100 },
      { component: 'ffp', amount: 20_000 },
    ];
    expect(codes({}, { bags })).toEqual(['issue.more_than_requested', 'issue.more_than_requested']);
    expect(codes({ overRequestReason: '术中出血增多' }, { bags })).toEqual([]);
  });
  it('says everything at once', () =>
    expect(
      codes({ requestNo: 'x' }, { request: { ...request, state: 'void' }, bags: [{ component: 'ffp', amount: 1 }] }),
    ).toHaveLength(3));
});
