/** Words of 以此角色查看: the page where a look begins, its band, its stamp. */
export const zhViewAs = {
  title: '以此角色查看',
  menu: '以其他角色查看…',
  intro:
    '选本单位的一个角色，整个系统就照这个角色的样子显示：菜单、页面、列、数字。只看，什么也改不了。开始和结束都记入留痕。',
  ends: '{minutes} 分钟后自动结束；锁屏、退出、换机构，或自己的角色有改动，也结束。',
  roles: '角色',
  begin: '开始查看',
  chooseFirst: '先选一个角色',
  notOffered: { patients: '能看或导出患者资料，你自己的角色不能，不能以此查看。' },
  looking: '正在以“{role}”的身份查看，结束后再选别的角色。',
  band: '正在以“{role}”的身份查看',
  readOnly: '只读',
  end: '结束查看',
  endLost: '服务器没有答复，查看还没有结束。再按一次。',
  stamp: '仅供查看',
  stampBy: '{who} 以“{role}”的身份打印',
  violations: { not_offered: '不能以这个角色查看。刷新后再选。' },
};
