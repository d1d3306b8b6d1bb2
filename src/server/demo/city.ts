import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { HouseSettings } from '@/domain/house-switches';
import type { OrganisationKind, Role } from '@/domain/permissions';

/** The demo city: made-up houses and people, believable volumes. Nobody here exists. */
export interface DemoOrganisation {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly nameEn: string;
  readonly district: string;
  /** By its form that of the district; its letters are none that such a code can have, so it is nobody's. */
  readonly institutionCode: string;
  readonly dutyPhone: string;
  readonly nightPhone: string;
  readonly address: string;
  /** Longitude and latitude, in degrees. */
  readonly place: readonly [number, number];
  /** Share of a large hospital's daily use. */
  readonly scale: number;
  readonly settings: HouseSettings;
}

const regionOf: Readonly<Record<string, string>> = {
  长宁: '310105',
  徐汇: '310104',
  浦东: '310115',
  闵行: '310112',
  松江: '310117',
  崇明: '310151',
  静安: '310106',
  青浦: '310118',
  嘉定: '310114',
};
const codeOf = (id: string, district: string) => `12${regionOf[district] ?? '310000'}DEMO00${id}X`;

const hospital = (
  id: string,
  name: string,
  shortName: string,
  nameEn: string,
  district: string,
  scale: number,
  address: string,
  place: readonly [number, number],
): DemoOrganisation => ({
  id,
  kind: 'hospital',
  name,
  shortName,
  nameEn,
  district,
  institutionCode: codeOf(id, district),
  dutyPhone: `内线 8${id.slice(2)}20`,
  nightPhone: `内线 8${id.slice(2)}99`,
  address,
  place,
  scale,
  settings: {},
});

/** Nobody comes to an island for a second signature: one person may be on duty there at any hour but for one minute. */
const aloneAllDay = (house: DemoOrganisation): DemoOrganisation => ({
  ...house,
  settings: { ...house.settings, singleDutyFrom: '08:00', singleDutyUntil: '07:59' },
});

export const organisations: readonly DemoOrganisation[] = [
  {
    id: 'S01',
    kind: 'blood_station',
    name: '申城示范血液中心',
    shortName: '血液中心',
    nameEn: 'Demo Blood Centre',
    district: '长宁',
    institutionCode: codeOf('S01', '长宁'),
    dutyPhone: '内线 6100',
    nightPhone: '内线 6199',
    address: '长宁区示范西路 1191 号',
    place: [121.4045, 31.21],
    scale: 0,
    settings: {},
  },
  hospital(
    'H01',
    '徐汇第一示范医院',
    '徐汇一院',
    'Xuhui First Demo Hospital',
    '徐汇',
    1,
    '徐汇区示范东路 120 号',
    [121.4367, 31.1885],
  ),
  hospital(
    'H02',
    '浦东滨江示范医院',
    '浦东滨江',
    'Pudong Riverside Demo Hospital',
    '浦东',
    0.9,
    '浦东新区滨江示范路 88 号',
    [121.5206, 31.2362],
  ),
  hospital(
    'H03',
    '闵行南部示范医院',
    '闵行南部',
    'South Minhang Demo Hospital',
    '闵行',
    0.6,
    '闵行区南部示范路 366 号',
    [121.4032, 31.021],
  ),
  hospital(
    'H04',
    '松江佘山示范医院',
    '松江佘山',
    'Sheshan Demo Hospital',
    '松江',
    0.4,
    '松江区佘山示范路 15 号',
    [121.193, 31.095],
  ),
  aloneAllDay(
    hospital(
      'H05',
      '崇明岛示范医院',
      '崇明岛',
      'Chongming Island Demo Hospital',
      '崇明',
      0.3,
      '崇明区岛东示范路 9 号',
      [121.3976, 31.6228],
    ),
  ),
  hospital(
    'H06',
    '静安中心示范医院',
    '静安中心',
    'Jing’an Central Demo Hospital',
    '静安',
    0.7,
    '静安区中心示范路 501 号',
    [121.4489, 31.2287],
  ),
  {
    id: 'O01',
    kind: 'blood_office',
    name: '示范市血液管理办公室',
    shortName: '市血办',
    nameEn: 'Demo Municipal Blood Office',
    district: '',
    institutionCode: codeOf('O01', ''),
    dutyPhone: '内线 6000',
    nightPhone: '内线 6099',
    address: '黄浦区示范大道 200 号',
    place: [121.4737, 31.2304],
    scale: 0,
    settings: {},
  },
];

/** Two small houses that register their bags in a system of their own and declare a count a day. */
export const declaringHouses: readonly DemoOrganisation[] = [
  hospital(
    'H07',
    '青浦淀山湖示范医院',
    '青浦淀山湖',
    'Dianshan Lake Demo Hospital',
    '青浦',
    0.2,
    '青浦区淀山湖示范路 27 号',
    [120.978, 31.118],
  ),
  hospital(
    'H08',
    '嘉定北部示范医院',
    '嘉定北部',
    'North Jiading Demo Hospital',
    '嘉定',
    0.3,
    '嘉定区北部示范路 402 号',
    [121.2655, 31.405],
  ),
];

/** Of those the one that is on its way into the system. */
export const houseGoingLive = 'H08';

export interface DemoPerson {
  readonly orgId: string;
  readonly staffNo: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly roles: readonly Role[];
}

const person = (
  orgId: string,
  staffNo: string,
  name: string,
  title: string,
  department: string,
  roles: readonly Role[],
): DemoPerson => ({ orgId, staffNo, name, title, department, roles });

export const people: readonly DemoPerson[] = [
  person('H01', '1001', '周敏', '主管技师', '输血科', ['technician']),
  person('H01', '1002', '陈立群', '副主任技师', '输血科', ['reviewer', 'technician']),
  person('H01', '2001', '王思远', '主治医师', '骨科', ['physician']),
  person('H01', '2101', '沈静', '副主任医师', '骨科', ['senior_physician']),
  person('H01', '2201', '顾伟民', '主任医师', '骨科', ['department_director']),
  person('H01', '2301', '何雅琴', '科长', '医务科', ['medical_affairs']),
  person('H01', '3001', '林晓', '护师', '骨科', ['nurse']),
  person('H01', '9001', '何文静', '工程师', '信息科', ['hospital_admin']),
  person('H02', '9001', '许安', '工程师', '信息科', ['hospital_admin']),
  person('S01', '1001', '沈一鸣', '供血科', '供血科', ['station_clerk']),
  // Signs what takes two at the station: bags off hold, returns taken back.
  person('S01', '1002', '高岚', '供血科', '供血科', ['station_clerk']),
  person('S01', '2001', '梁雨', '主管技师', '参比实验室', ['lab_technician']),
  person('S01', '2002', '殷红', '主任技师', '参比实验室', ['lab_reviewer', 'lab_technician']),
  person('O01', '1001', '陆佳', '调度', '调度科', ['coordinator']),
  person('O01', '2001', '宋远', '处长', '办公室', ['official']),
  person('O01', '3001', '钱松', '科员', '用血管理科', ['office_clerk']),
  person('O01', '3002', '赵岚', '科长', '用血管理科', ['office_reviewer']),
  person('O01', '3003', '潘毅', '副科长', '用血管理科', ['office_reviewer']),
  person('O01', '8001', '方正', '审计', '审计科', ['auditor']),
  person('O01', '9001', '严清', '工程师', '信息科', ['city_admin']),
  person('H07', '1001', '陶宁', '技师', '输血科', ['technician']),
  person('H08', '1001', '金波', '技师', '输血科', ['technician']),
  person('H08', '1002', '沙莉', '主管技师', '输血科', ['reviewer', 'technician']),
  person('H08', '3001', '邓洁', '护士', '内科', ['nurse']),
  ...['H02', 'H03', 'H04', 'H05', 'H06'].flatMap((org, index) => [
    person(org, '1001', ['吴倩', '郑凯', '冯雪', '蒋波', '韩梅'][index] ?? '吴倩', '技师', '输血科', ['technician']),
    person(org, '1002', ['许强', '朱琳', '秦岚', '尤勇', '孔静'][index] ?? '许强', '主管技师', '输血科', [
      'reviewer',
      'technician',
    ]),
    person(org, '3001', ['孙丽', '马超', '罗娜', '高云', '谢婷'][index] ?? '孙丽', '护士', '外科', ['nurse']),
  ]),
];

/** The station's product codes of the demo; sizes are part of the code. Meanings are made up, the forms are real. */
export interface DemoProduct {
  readonly productCode: string;
  readonly component: string;
  /** Hundredths of the component's unit. */
  readonly amount: number;
  readonly name: string;
  readonly shelfDays: number;
  /** Bags that a hospital of scale 1 issues a day. */
  readonly dailyUse: number;
  /** Days of use that a hospital likes to hold. */
  readonly coverDays: number;
}

export const products: readonly DemoProduct[] = [
  {
    productCode: 'P0065H00',
    component: 'rbc-lr',
    amount: 200,
    name: '去白细胞悬浮红细胞 2U',
    shelfDays: 35,
    dailyUse: 9,
    coverDays: 4.5,
  },
  {
    productCode: 'P0066H00',
    component: 'rbc-lr',
    amount: 150,
    name: '去白细胞悬浮红细胞 1.5U',
    shelfDays: 35,
    dailyUse: 3,
    coverDays: 5,
  },
  {
    productCode: 'P0056V00',
    component: 'rbc-suspended',
    amount: 200,
    name: '悬浮红细胞 2U',
    shelfDays: 35,
    dailyUse: 2,
    coverDays: 5,
  },
  {
    productCode: 'P0071H00',
    component: 'rbc-lr-irradiated',
    amount: 200,
    name: '辐照去白细胞悬浮红细胞 2U',
    shelfDays: 28,
    dailyUse: 0.5,
    coverDays: 5,
  },
  {
    productCode: 'P0120V00',
    component: 'plt-apheresis',
    amount: 100,
    name: '单采血小板 1 治疗量',
    shelfDays: 5,
    dailyUse: 3,
    coverDays: 1,
  },
  {
    productCode: 'P0147VA0',
    component: 'ffp',
    amount: 20000,
    name: '新鲜冰冻血浆 200 ml',
    shelfDays: 365,
    dailyUse: 5,
    coverDays: 6,
  },
  {
    productCode: 'P0173V00',
    component: 'fp-vi',
    amount: 20000,
    name: '病毒灭活冰冻血浆 200 ml',
    shelfDays: 1460,
    dailyUse: 3,
    coverDays: 5,
  },
  {
    productCode: 'P0160V00',
    component: 'cryo',
    amount: 100,
    name: '冷沉淀凝血因子 1U',
    shelfDays: 365,
    dailyUse: 3,
    coverDays: 4.5,
  },
];

/** What hospitals make of them: never released by the station. */
export const madeProducts = [
  { productCode: 'P0090V00', component: 'rbc-washed', amount: 200, name: '洗涤红细胞 2U' },
  { productCode: 'P0091V00', component: 'rbc-washed', amount: 150, name: '洗涤红细胞 1.5U' },
  { productCode: 'P0092V00', component: 'rbc-washed', amount: 100, name: '洗涤红细胞 1U' },
  { productCode: 'P0095V00', component: 'rbc-deglycerolised', amount: 200, name: '冰冻解冻去甘油红细胞 2U' },
  { productCode: 'P0096V00', component: 'rbc-deglycerolised', amount: 150, name: '冰冻解冻去甘油红细胞 1.5U' },
  { productCode: 'P0097V00', component: 'rbc-deglycerolised', amount: 100, name: '冰冻解冻去甘油红细胞 1U' },
  { productCode: 'P0125V00', component: 'plt-pooled', amount: 1000, name: '混合浓缩血小板' },
] as const;

/** Shares of groups among donors and patients. Source: Shanghai Han population A 31 %, B 28 %, O 31 %, AB 10 %, RhD negative 0.3 % [unsourced: default]; negatives are drawn at 1 % so that the demo shows some. */
export const groupShares: readonly { readonly abo: AboGroup; readonly rhd: Rhd; readonly share: number }[] = [
  { abo: 'A', rhd: 'positive', share: 0.307 },
  { abo: 'B', rhd: 'positive', share: 0.277 },
  { abo: 'O', rhd: 'positive', share: 0.307 },
  { abo: 'AB', rhd: 'positive', share: 0.099 },
  { abo: 'A', rhd: 'negative', share: 0.003 },
  { abo: 'B', rhd: 'negative', share: 0.003 },
  { abo: 'O', rhd: 'negative', share: 0.003 },
  { abo: 'AB', rhd: 'negative', share: 0.001 },
];
