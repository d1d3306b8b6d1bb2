/** Words of the wall screens. */
export const zhDevices = {
  title: '大屏',
  note: '只读，只有汇总的数，没有患者',
  empty: '还没有大屏。登记一块，在那台电脑上打开给出的网址。',
  fields: { label: '位置', createdAt: '登记', enrolledAt: '接入', revokedAt: '停用', state: '状态' },
  states: { announced: '等大屏打开网址', lapsed: '网址过时', enrolled: '在用', revoked: '停用' },
  actions: { enrol: '登记', enrolled: '接入', revoke: '停用' },
  enrol: {
    open: '登记大屏',
    title: '登记大屏',
    hint: '写它挂在哪里。给出一个网址，30 分钟内在大屏的浏览器里打开，只能用一次。',
    example: '输血科取血窗口',
    needsLabel: '先写位置',
    action: '给网址',
  },
  link: {
    title: '{label} 的网址',
    hint: '{time} 之前在大屏的浏览器里打开，只能用一次。关上这个窗口就再也看不到。',
    copy: '复制',
    copied: '已复制。',
    close: '关闭',
  },
  revoke: {
    title: '停用大屏 {label}',
    hint: '几秒内不再显示任何数；还没打开的网址作废。要再用，重新登记。',
    reason: '理由',
    needsReason: '先写理由',
    action: '停用',
  },
  violations: { device: { already_revoked: '{label} 已停用。' } },
};
