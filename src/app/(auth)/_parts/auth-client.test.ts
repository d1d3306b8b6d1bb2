import { expect, it } from 'vitest';
import { type AuthFailure, nameEmpty } from './auth-client';

const failure = (...violations: AuthFailure['violations']): AuthFailure => ({
  code: 'invalid_input',
  violations,
  requestId: 'R-1',
});
const said = (refused: AuthFailure, body: unknown) =>
  nameEmpty(refused, body).violations.map(({ code, path }) => `${path ?? ''} ${code}`);

it('what was left empty is said apart from what is not in its form, and of each field once', () => {
  const body = { orgId: '', staffNo: '10 01', password: 'x', organisation: { id: ' ' } };
  expect(
    said(
      failure(
        { code: 'invalid.too_small', path: 'orgId' },
        { code: 'invalid.invalid_format', path: 'orgId' },
        { code: 'invalid.invalid_format', path: 'staffNo' },
        { code: 'invalid.too_small', path: 'organisation.id' },
        { code: 'invalid.invalid_type', path: 'token' },
      ),
      body,
    ),
  ).toEqual([
    'orgId invalid.empty',
    'staffNo invalid.invalid_format',
    'organisation.id invalid.empty',
    'token invalid.empty',
  ]);
  expect(said(failure({ code: 'session.wrong_password' }), body)).toEqual([' session.wrong_password']);
});
