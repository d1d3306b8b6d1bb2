/** Words of 练习单位: the choice at signing in, the band, the stamp. */
export const zhPractice = {
  name: '练习单位',
  choice: '进入',
  choices: { city: '真实系统', practice: '练习单位' },
  explains: '数据是练习用的，不进全市数字。账号同真实系统。',
  enter: '进入练习',
  notReal: '这里的数据不是真的，不进全市数字。叫打电话的地方，不要真打。',
  leave: '离开练习',
  stamp: '练习',
  stampBy: '练习单位打印，不作医疗用途',
  titled: '【练习】{title}',
  notice: '练习，数据不是真的',
  over: '已离开练习单位。这里登录的是真实系统。',
  numberOf: '{no} 是练习单位的号，这里没有。',
  bagOf: '{no} 是练习单位的血袋，这里没有。不要给患者用。',
  realBag: '{no} 是真的血袋，这里是练习单位。按 Alt X 离开练习，到真实系统里扫。',
};
