/** Words of signing: the slot of a badge or a password, and the second person of a dialog. */
export const zhSigning = {
  sign: '签名',
  forget: '换人签',
  staffNo: '工号',
  staffNoOf: '{label} 工号',
  password: '本人密码',
  passwordOf: '{label} 本人密码',
  badgeHint: '扫胸牌，或输工号和本人密码',
  second: '第二人',
  bySign: '本人签名',
  byPhone: '电话同意',
  phonedAt: '通话时间',
  phoneHint: '单人值班时可用；次日 08:00 补核',
  signed: '{name} 已签',
  signFirst: '先写齐上面各项，再请第二人签',
};
