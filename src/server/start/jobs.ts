import { auditAnchors } from '../audit/anchor-heads';
import { sweepAuth } from '../auth/accounts';
import { endLapsedLooks } from '../auth/view-as';
import { cityJobs } from '../jobs/city-jobs';
import type { Job } from '../jobs/run-jobs';
import { expireAutologousBags } from '../modules/autologous-transfusions/expire';
import { countQuotaDue, settleStrayOrders } from '../modules/blood-orders/settle-strays';
import { lapseReservations } from '../modules/clinical-issues/lapse';
import { expireShares } from '../modules/donor-plans/expire';
import { followRecalls } from '../modules/recalls/follow';
import { runRedistributions, takeBySwitch } from '../modules/redistributions/settle';
import { expireBags } from '../modules/stock/expire';

/** What runs in the real city and in the one for practising alike. */
export const everyCityJobs: readonly Job[] = [
  ...cityJobs,
  { name: 'expiry', everySeconds: 30, run: expireBags },
  { name: 'autologous-transfusions', everySeconds: 30, run: expireAutologousBags },
  { name: 'recalls', everySeconds: 5, run: (runtime) => followRecalls(runtime) },
  { name: 'reservations', everySeconds: 60, run: lapseReservations },
  { name: 'orders', everySeconds: 60, run: settleStrayOrders },
  { name: 'quota', everySeconds: 30, run: countQuotaDue },
  { name: 'donor-plans', everySeconds: 900, run: expireShares },
  { name: 'redistributions', everySeconds: 20, run: runRedistributions },
  { name: 'redistributions-switch', everySeconds: 300, run: takeBySwitch },
  auditAnchors,
  { name: 'sessions', everySeconds: 3600, run: sweepAuth },
  { name: 'looks', everySeconds: 60, run: endLapsedLooks },
];
