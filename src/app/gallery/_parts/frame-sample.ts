import type { DeskFrameData } from '@/app/_shell/frame-types';

export const frameSample: DeskFrameData = {
  dataKind: 'demo',
  isUnencrypted: false,
  dutyPhone: '内线 8120',
  ruleVersion: '2026-11-01',
  session: {
    personName: '周敏',
    roleName: '登记员',
    organisationName: '徐汇第一示范医院',
    departmentName: '输血科',
    memberships: [
      { key: '1', organisation: '徐汇第一示范医院', department: '输血科', role: '登记员', isCurrent: true },
      { key: '2', organisation: '徐汇第一示范医院东院区', department: '输血科', role: '登记员', isCurrent: false },
    ],
  },
  menu: [
    { kind: 'item', key: 'orders', href: '/gallery/desk', label: '血液预订管理', waitingCount: 2 },
    { kind: 'item', key: 'reviews', href: '/gallery/reviews', label: '用血审证管理', waitingCount: 2 },
    { kind: 'item', key: 'receipts', href: '/gallery/entry', label: '血袋入库' },
    {
      kind: 'group',
      key: 'outbound',
      label: '出库管理',
      items: [
        { key: 'issues', href: '/gallery/issues', label: '临床用血出库' },
        { key: 'other', href: '/gallery/other', label: '其它血袋出库' },
      ],
    },
    { kind: 'item', key: 'stock', href: '/gallery/stock', label: '库存管理' },
    { kind: 'item', key: 'plans', href: '/gallery/plans', label: '献血者用血计划管理' },
    {
      kind: 'group',
      key: 'transfusion',
      label: '输血管理',
      items: [
        { key: 'requests', href: '/gallery/requests', label: '输血申请单信息管理' },
        { key: 'reactions', href: '/gallery/reactions', label: '输血不良反应管理' },
        { key: 'autologous', href: '/gallery/autologous', label: '医院自体输血管理' },
        { key: 'immuno', href: '/gallery/immuno', label: '免疫血液学检测申请管理' },
      ],
    },
    { kind: 'line', key: 'line' },
    { kind: 'item', key: 'units', href: '/gallery/units', label: '血袋追溯' },
    { kind: 'item', key: 'alerts', href: '/gallery/alerts', label: '库存预警', waitingCount: 6 },
    { kind: 'item', key: 'dispatches', href: '/gallery/dispatches', label: '应急调度' },
    { kind: 'item', key: 'statistics', href: '/gallery/statistics', label: '统计分析' },
    { kind: 'item', key: 'integration', href: '/gallery/integration', label: '接口管理' },
  ],
  pages: [],
};
