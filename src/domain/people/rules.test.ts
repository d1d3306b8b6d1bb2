import { describe, expect, it } from 'vitest';
import { roles } from '../permissions';
import { peopleImport } from './import';
import { readRoles } from './role-texts';
import {
  actOfPerson,
  checkPeopleImport,
  checkPosts,
  hasSamePosts,
  type PersonFacts,
  rolesFor,
  type WrittenPerson,
} from './rules';

const codesOf = (violations: readonly { code: string; path?: string }[]) =>
  violations.map(({ code, path }) => `${path} ${code}`);
const post = (department: string, ...held: PersonFacts['posts'][number]['roles']) => ({ department, roles: held });
const known = (more: Partial<PersonFacts> = {}): PersonFacts => ({
  id: 'p1',
  staffNo: '1003',
  name: '赵青',
  title: '技师',
  posts: [post('输血科', 'technician')],
  isActive: true,
  ...more,
});

describe('where somebody works as what', () => {
  it('knows no role of another kind of house, nor of a device', () => {
    expect(checkPosts([post('输血科', 'technician', 'reviewer')], 'hospital')).toEqual([]);
    expect(codesOf(checkPosts([post('供血科', 'station_clerk')], 'hospital'))).toEqual([
      'posts.0.roles account.role_not_here',
    ]);
    for (const kind of ['hospital', 'blood_station', 'reference_lab', 'blood_office'] as const)
      expect(rolesFor(kind).filter((role) => role === 'wallboard' || role === 'integration')).toEqual([]);
  });

  it('names each department once', () => {
    expect(codesOf(checkPosts([post('', 'nurse'), post('骨科', 'nurse'), post('')], 'hospital'))).toEqual([
      'posts.2.department person.department_twice',
    ]);
  });

  it('is the same in whatever order it is told', () => {
    expect(
      hasSamePosts([post('a', 'nurse', 'physician'), post('b')], [post('b'), post('a', 'physician', 'nurse')]),
    ).toBe(true);
    expect(hasSamePosts([post('a', 'nurse')], [post('a')])).toBe(false);
    expect(hasSamePosts([post('a', 'nurse')], [post('b', 'nurse')])).toBe(false);
  });
});

describe('a file of people', () => {
  it.each<[string, WrittenPerson, PersonFacts | undefined, string]>([
    ['registers whom the directory lacks', { staffNo: '1003', name: '赵青' }, undefined, 'register'],
    ['leaves who stands there so', { staffNo: '1003', name: '赵青' }, known(), 'none'],
    ['changes a name', { staffNo: '1003', name: '赵清' }, known(), 'modify'],
    ['changes a title', { staffNo: '1003', name: '赵青', title: '主管技师' }, known(), 'modify'],
    ['changes roles', { staffNo: '1003', name: '赵青', roles: ['reviewer'] }, known(), 'modify'],
    ['says the same of roles', { staffNo: '1003', name: '赵青', roles: ['technician'] }, known(), 'none'],
  ])('%s', (_, line, before, expected) => {
    expect(actOfPerson(line, before)).toBe(expected);
  });

  it('says every line that it may not, and what is wrong with it', () => {
    const directory = new Map(
      [
        known({ id: 'gone', staffNo: '1', isActive: false }),
        known({ id: 'two', staffNo: '2', posts: [post('输血科', 'technician'), post('检验科')] }),
        known({ id: 'me', staffNo: '3' }),
        known({ id: 'four', staffNo: '4' }),
      ].map((one) => [one.staffNo, one]),
    );
    const line = (staffNo: string, more: Partial<WrittenPerson> = {}) => ({ staffNo, name: '某', ...more });
    expect(
      codesOf(
        checkPeopleImport(
          [
            line('1'),
            line('2', { roles: ['nurse'] }),
            line('2'),
            line('3', { roles: ['reviewer'] }),
            line('4', { roles: ['official'] }),
            line('A5', { department: '骨科', roles: ['nurse'] }),
            line('a5'),
          ],
          (staffNo) => directory.get(staffNo),
          { kind: 'hospital', ownId: 'me' },
        ),
      ),
    ).toEqual([
      'lines.0.staffNo person.has_left',
      'lines.1.staffNo person.several_posts',
      'lines.2.staffNo person.listed_twice',
      'lines.3.staffNo account.own',
      'lines.4.roles account.role_not_here',
      'lines.6.staffNo person.listed_twice',
    ]);
    // Their names may be changed all the same.
    expect(
      checkPeopleImport([line('2'), line('3')], (staffNo) => directory.get(staffNo), {
        kind: 'hospital',
        ownId: 'me',
      }),
    ).toEqual([]);
  });

  it('is read as houses write it', () => {
    const read = (row: object) => peopleImport.rowSchema.safeParse({ staffNo: '１００３', name: '赵青', ...row });
    expect(read({}).data).toEqual({ staffNo: '1003', name: '赵青' });
    expect(read({ roles: '', department: '', title: '' }).data).toEqual({ staffNo: '1003', name: '赵青' });
    expect(read({ roles: '登记员、输血科负责人', department: '输血科', title: '' }).data).toEqual({
      staffNo: '1003',
      name: '赵青',
      department: '输血科',
      roles: ['technician', 'reviewer'],
    });
    expect(
      read({ staffNo: '10-03', roles: '院长', title: '长'.repeat(41) }).error?.issues.map(({ message }) => message),
    ).toEqual(['person.staff_no_form', 'person.too_long', 'person.role_unknown']);
    const texts = Object.fromEntries(peopleImport.columns.map(({ key, example }) => [key, example]));
    expect(peopleImport.rowSchema.safeParse(texts).success).toBe(true);
  });

  it('knows every role by its code', () => {
    for (const role of roles) expect(readRoles(role.toUpperCase())).toEqual([role]);
    expect(readRoles('')).toEqual([]);
    expect(readRoles('护士, 护士/nurse')).toEqual(['nurse']);
  });
});
