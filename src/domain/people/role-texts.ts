import { type Role, roles } from '../permissions';

/** As houses write them in their lists; the code of each is known too. */
const roleNames: Readonly<Record<Role, readonly string[]>> = {
  technician: ['登记员', '输血科技师', '输血科登记员', 'technician'],
  reviewer: ['输血科负责人', '复核人', 'reviewer'],
  physician: ['临床医师', '医师', 'physician'],
  senior_physician: ['上级医师', 'senior physician'],
  department_director: ['科主任', 'department director', 'director'],
  medical_affairs: ['医务部门', '医务处', '医务科', 'medical affairs'],
  nurse: ['护士', 'nurse'],
  station_clerk: ['血站供血员', '供血员', 'station clerk'],
  lab_technician: ['检验者', '检验员', 'laboratory technician', 'lab technician'],
  lab_reviewer: ['检验审核者', '检验审核', 'laboratory reviewer', 'lab reviewer'],
  office_clerk: ['血办经办', '经办', 'office clerk'],
  office_reviewer: ['血办审核', 'office reviewer'],
  coordinator: ['应急调度员', '调度员', 'dispatch coordinator', 'coordinator'],
  official: ['官员', 'official'],
  hospital_admin: ['医院管理员', '单位管理员', '管理员', 'hospital administrator', 'hospital admin', 'administrator'],
  city_admin: ['全市管理员', '市管理员', 'city administrator', 'city admin'],
  auditor: ['审计员', 'auditor'],
  integration: ['接口', 'interface'],
  wallboard: ['大屏', 'wall screen'],
};

const fold = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s_-]/g, '')
    .toLowerCase();

/** `登记员、护士`, separated by commas of any kind, slashes or plus signs. Null: one of them is none. */
export function readRoles(text: string): Role[] | null {
  const words = text
    .normalize('NFKC')
    .split(/[,、;/+]/)
    .map(fold)
    .filter((word) => word !== '');
  const found = words.map((word) =>
    roles.find((role) => [role, ...roleNames[role]].some((name) => fold(name) === word)),
  );
  return found.every((role) => role !== undefined) ? [...new Set(found)] : null;
}
