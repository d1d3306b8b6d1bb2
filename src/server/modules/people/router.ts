import { personRecord } from '@/domain/people/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { askIn } from './ask-in';
import { readBadgeSheet } from './badge-sheet';
import { endGuest } from './end-guest';
import { endSessions } from './end-sessions';
import { findElsewhere } from './find-elsewhere';
import { getPerson } from './get';
import { listHousesToOpen } from './houses';
import { listHousesToAsk } from './houses-to-ask';
import { applyPeopleImport } from './import';
import { issueBadges } from './issue-badges';
import { leavePerson, returnPerson } from './leave';
import { modifyPerson } from './modify';
import { modifyGuest } from './modify-guest';
import { openAccount } from './open-account';
import { openElsewhere } from './open-elsewhere';
import { registerPerson } from './register';
import { resetPassword } from './reset-password';
import { unlockAccount } from './unlock-account';

export const peopleRouter = router({
  list: readProcedure(listOf(personRecord)),
  get: readProcedure(getPerson),
  history: readProcedure(historyOf(personRecord)),
  register: commandProcedure(registerPerson),
  modify: commandProcedure(modifyPerson),
  leave: commandProcedure(leavePerson),
  return: commandProcedure(returnPerson),
  housesToAsk: readProcedure(listHousesToAsk),
  findElsewhere: commandProcedure(findElsewhere),
  askIn: commandProcedure(askIn),
  modifyGuest: commandProcedure(modifyGuest),
  endGuest: commandProcedure(endGuest),
  openAccount: commandProcedure(openAccount),
  resetPassword: commandProcedure(resetPassword),
  unlockAccount: commandProcedure(unlockAccount),
  endSessions: commandProcedure(endSessions),
  badgeSheet: readProcedure(readBadgeSheet),
  issueBadges: commandProcedure(issueBadges),
  houses: readProcedure(listHousesToOpen),
  openElsewhere: commandProcedure(openElsewhere),
  applyImport: commandProcedure(applyPeopleImport),
});
