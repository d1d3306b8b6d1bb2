import { describe, expect, it } from 'vitest';
import type { OrganisationKind, Role } from './permissions';
import { lookChoices, mayLookAs } from './view-as';

const offered = (kind: OrganisationKind, own: readonly Role[]) =>
  lookChoices(kind, own).flatMap(({ role, notOffered }) => (notOffered === null ? [role] : []));
const refused = (kind: OrganisationKind, own: readonly Role[]) =>
  lookChoices(kind, own).flatMap(({ role, notOffered }) => (notOffered === null ? [] : [role]));

describe('以此角色查看: as whom an administrator may look', () => {
  it('a hospital’s administrator, who reads no patients’ register, looks as none that does', () => {
    expect(offered('hospital', ['hospital_admin'])).toEqual(['medical_affairs', 'auditor']);
    expect(refused('hospital', ['hospital_admin'])).toEqual([
      'technician',
      'reviewer',
      'physician',
      'senior_physician',
      'department_director',
      'nurse',
    ]);
  });

  it('one who also works in the blood bank looks as everybody of the house, and as administrator alone', () => {
    expect(offered('hospital', ['reviewer', 'hospital_admin'])).toEqual([
      'technician',
      'reviewer',
      'physician',
      'senior_physician',
      'department_director',
      'medical_affairs',
      'nurse',
      'hospital_admin',
      'auditor',
    ]);
  });

  it('one who is a nurse too reads no donors of a certificate case, and does not look as who does', () => {
    expect(refused('hospital', ['nurse', 'hospital_admin'])).toEqual(['technician', 'reviewer']);
  });

  it('a station’s, a laboratory’s and an office’s administrator look as the roles of their own kind of house', () => {
    expect(offered('blood_station', ['hospital_admin'])).toEqual(['station_clerk', 'auditor']);
    expect(offered('reference_lab', ['hospital_admin'])).toEqual(['auditor']);
    expect(offered('blood_office', ['city_admin'])).toEqual(['coordinator', 'official', 'auditor']);
    expect(refused('blood_office', ['city_admin'])).toEqual(['office_clerk', 'office_reviewer']);
  });

  it('nobody else looks as anybody, and nobody as a machine or as a role of another kind of house', () => {
    for (const role of [
      'technician',
      'reviewer',
      'physician',
      'nurse',
      'auditor',
      'station_clerk',
      'official',
    ] as const)
      expect([role, lookChoices('hospital', [role])]).toEqual([role, []]);
    for (const role of ['integration', 'wallboard', 'station_clerk', 'city_admin', 'nobody', ''])
      expect([role, mayLookAs('hospital', ['reviewer', 'hospital_admin'], role)]).toEqual([role, false]);
  });

  it('one who works in the blood bank and exports no patients does not look as its head, who does', () => {
    expect(refused('hospital', ['technician', 'hospital_admin'])).toEqual(['reviewer']);
  });
});
