import { z } from 'zod';
import { defineImport } from '../import-definition';
import { staffNo } from '../staff-no';
import { readRoles } from './role-texts';
import type { WrittenPerson } from './rules';

const rowSchema = z
  .object({
    staffNo: z.string(),
    name: z.string(),
    // An empty cell says nothing, nor does a column that the file lacks: what the directory says stands.
    title: z.string().optional(),
    department: z.string().optional(),
    roles: z.string().optional(),
  })
  .transform((row, context): WrittenPerson => {
    const refuse = (column: keyof typeof row, message: string) =>
      context.addIssue({ code: 'custom', message, path: [column] });
    const no = staffNo.safeParse(row.staffNo);
    if (!no.success) refuse('staffNo', 'person.staff_no_form');
    for (const column of ['name', 'title', 'department'] as const)
      if ((row[column] ?? '').length > 40) refuse(column, 'person.too_long');
    const roles = row.roles ? readRoles(row.roles) : undefined;
    if (roles === null) refuse('roles', 'person.role_unknown');
    if (roles && roles.length > 6) refuse('roles', 'person.too_many_roles');
    if (context.issues.length > 0 || !no.success || roles === null) return z.NEVER;
    return {
      staffNo: no.data,
      name: row.name,
      ...(row.title ? { title: row.title } : {}),
      ...(row.department ? { department: row.department } : {}),
      ...(roles === undefined ? {} : { roles }),
    };
  });

/** The house's list of its staff, as its personnel office has it: one person a line. */
export const peopleImport = defineImport({
  module: 'people',
  permission: 'people.import',
  columns: [
    {
      key: 'staffNo',
      headerZh: '工号',
      headerEn: 'Staff no.',
      aliases: ['职工号', '员工号', '人员编号', 'staff number'],
      isRequired: true,
      example: '1003',
    },
    { key: 'name', headerZh: '姓名', headerEn: 'Name', aliases: ['人员姓名'], isRequired: true, example: '赵青' },
    {
      key: 'title',
      headerZh: '职称',
      headerEn: 'Title',
      aliases: ['职务', '专业技术职务'],
      isRequired: false,
      example: '主管技师',
    },
    {
      key: 'department',
      headerZh: '科室',
      headerEn: 'Department',
      aliases: ['部门', '所在科室', '科室名称'],
      isRequired: false,
      example: '输血科',
    },
    {
      key: 'roles',
      headerZh: '角色',
      headerEn: 'Roles',
      aliases: ['权限', '岗位角色'],
      isRequired: false,
      example: '登记员',
    },
  ],
  rowSchema,
});
