/** What the desk frame shows. The server fills it; nothing in it is a secret. */
export type MenuItem = {
  key: string;
  href: string;
  label: string;
  /** Made on the server: full pinyin and initials. */
  search?: string;
  /** Work waiting for this person; 0 prints nothing. */
  waitingCount?: number;
};

/** A page below a heading: the palette alone leads there. */
export type SubPageItem = MenuItem & { heading?: string };

export type MenuEntry =
  | ({ kind: 'item' } & MenuItem)
  | { kind: 'group'; key: string; label: string; items: readonly MenuItem[] }
  | { kind: 'line'; key: string };

export type Membership = {
  key: string;
  organisation: string;
  department: string;
  role: string;
  isCurrent: boolean;
};

export type DeskSession = {
  personName: string;
  /** 登记员, 临床医师 … as shown beside the name. */
  roleName: string;
  organisationName: string;
  departmentName: string;
  /** One entry: nothing to switch. */
  memberships: readonly Membership[];
  /** 单人值班 from … to …; shown in place of the role. */
  soloDuty?: string;
};

/** `practice`: a drill on its own data. */
export type DataKind = 'real' | 'demo' | 'practice';

export type DeskFrameData = {
  session: DeskSession;
  /** Drawn as another role sees it. */
  look?: { roleName: string };
  /** The screens of this house sound for a recall. */
  alarm?: { mayOpen: boolean; mayAcknowledge: boolean };
  /** May look as a role of the house. */
  mayViewAs?: boolean;
  menu: readonly MenuEntry[];
  pages: readonly SubPageItem[];
  dataKind: DataKind;
  /** Served without TLS. */
  isUnencrypted: boolean;
  dutyPhone?: string;
  ruleVersion?: string;
};

export type DeskFrameActions = {
  onFind?: () => void;
  onLock?: () => void;
  onSwitchMembership?: (key: string) => void;
  onSignOut?: () => void;
  onViewAs?: () => void;
};
