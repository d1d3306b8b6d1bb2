import { applyDelivery } from './apply-deliveries';
import { applyHold } from './apply-holds';
import { applyIssue } from './apply-issues';
import { applyOpening, forgetOpenings } from './apply-openings';
import { applyOutbound } from './apply-outbounds';
import { applyPaper } from './apply-paper';
import { applyProcessing } from './apply-processings';
import type { Deed } from './deeds';
import { type Applied, type Desk, deskOf } from './desk';
import type { Model } from './model';

/** What the deed does to the city at this instant, or that it is refused and changes nothing. */
export function applyDeed(model: Model, deed: Deed, nowMs: number): Applied {
  const applied = apply(deskOf(model, deed.key, nowMs), deed);
  const isOther = deed.kind !== 'opening' && deed.kind !== 'void-opening' && deed.kind !== 'sweep';
  return isOther ? { ...applied, model: forgetOpenings(model, applied.model) } : applied;
}

function apply(desk: Desk, deed: Deed): Applied {
  switch (deed.kind) {
    case 'release':
    case 'ship':
    case 'receive':
    case 'void-receipt':
    case 'void-shipment':
    case 'close-short':
      return applyDelivery(desk, deed);
    case 'reserve':
    case 'unreserve':
    case 'issue':
    case 'emergency':
    case 'void-issue':
      return applyIssue(desk, deed);
    case 'discard':
    case 'lose':
    case 'use-up':
    case 'return':
    case 'transfer':
    case 'void-outbound':
      return applyOutbound(desk, deed);
    case 'start':
    case 'end':
    case 'cancel':
    case 'void-processing':
      return applyProcessing(desk, deed);
    case 'hold':
    case 'release-quarantine':
    case 'stocktake':
    case 'resolve':
    case 'sweep':
    case 'wait':
      return applyHold(desk, deed);
    case 'opening':
    case 'void-opening':
      return applyOpening(desk, deed);
    case 'paper':
      return applyPaper(desk, deed);
  }
}
