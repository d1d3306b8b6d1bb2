import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { listCandidates, lookupBag } from './candidates';
import { correctIssue } from './correct';
import { crossmatchBags } from './crossmatch';
import { emergencyIssue } from './emergency';
import { findPatients } from './find-patients';
import { getIssue } from './get';
import { identifyPatient } from './identify';
import { printIssue } from './print';
import { registerIssue } from './register';
import { listRequests } from './request';
import { reserveBags } from './reserve';
import { settleTask } from './settle';
import { unreserveBags } from './unreserve';
import { voidIssue } from './void';
import { listWaiting } from './waiting';

export const clinicalIssuesRouter = router({
  list: readProcedure(listOf(clinicalIssueRecord)),
  waiting: readProcedure(listWaiting),
  get: readProcedure(getIssue),
  history: readProcedure(historyOf(clinicalIssueRecord)),
  patients: readProcedure(findPatients),
  candidates: readProcedure(listCandidates),
  lookup: readProcedure(lookupBag),
  requests: readProcedure(listRequests),
  draft: readProcedure(draftOf('clinical-issues', 'clinical-issues.register')),
  saveDraft: draftProcedure('clinical-issues', 'clinical-issues.register'),
  crossmatch: commandProcedure(crossmatchBags),
  reserve: commandProcedure(reserveBags),
  unreserve: commandProcedure(unreserveBags),
  register: commandProcedure(registerIssue),
  emergency: commandProcedure(emergencyIssue),
  settle: commandProcedure(settleTask),
  correct: commandProcedure(correctIssue),
  identify: commandProcedure(identifyPatient),
  void: commandProcedure(voidIssue),
  print: commandProcedure(printIssue),
});
