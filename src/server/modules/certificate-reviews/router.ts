import { reviewRecord } from '@/domain/certificate-reviews/record';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { removeAttachment } from './attachments';
import { approveReview, rejectReview } from './decide';
import { getReview } from './get';
import { reviewHistory } from './history';
import { importDonations } from './import-donations';
import { lookUpDonations } from './look-up';
import { modifyReview } from './modify';
import { registerReview } from './register';
import { relieveFees, voidRelief } from './reliefs';
import { removeDraft } from './remove-draft';
import { revealReviewIdentity } from './reveal-identity';
import { reviewStatistics } from './statistics';
import { submitReview } from './submit';
import { voidReview } from './void';

export const certificateReviewsRouter = router({
  list: readProcedure(listOf(reviewRecord)),
  get: readProcedure(getReview),
  history: readProcedure(reviewHistory),
  statistics: readProcedure(reviewStatistics),
  register: commandProcedure(registerReview),
  modify: commandProcedure(modifyReview),
  submit: commandProcedure(submitReview),
  removeDraft: commandProcedure(removeDraft),
  void: commandProcedure(voidReview),
  approve: commandProcedure(approveReview),
  reject: commandProcedure(rejectReview),
  lookUp: commandProcedure(lookUpDonations),
  applyDonations: commandProcedure(importDonations),
  relieve: commandProcedure(relieveFees),
  voidRelief: commandProcedure(voidRelief),
  removeAttachment: commandProcedure(removeAttachment),
  revealIdentity: commandProcedure(revealReviewIdentity),
});
