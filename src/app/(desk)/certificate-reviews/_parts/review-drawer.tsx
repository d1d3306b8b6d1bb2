'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { isApproved, isPending, reviewLifecycle } from '@/domain/certificate-reviews/lifecycle';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { ApproveDialog } from './approve-dialog';
import { AttachmentPanel } from './attachment-panel';
import { RejectDialog } from './reject-dialog';
import { ReliefPanel } from './relief-panel';
import { RemoveReviewDraft } from './remove-draft-dialog';
import { ReviewAnswer } from './review-answer';
import { ReviewCase } from './review-case';
import type { Review, ReviewRights } from './review-types';
import { SubmitReview } from './submit-review';
import { VoidReviewDialog } from './void-review-dialog';

/** What hangs on a case is told in its history by words of its own. */
const historyDefinition = {
  ...reviewRecord,
  fields: {
    ...reviewRecord.fields,
    attachment: { kind: 'text' },
    donationsFound: { kind: 'number' },
    invoiceNo: { kind: 'code' },
    volumeMl: { kind: 'number' },
  },
} as const satisfies typeof reviewRecord;

type ReviewDrawerProps = { id: string; rights: ReviewRights; onClose: () => void };

export function ReviewDrawer({ id, rights, onClose }: ReviewDrawerProps) {
  const t = useTranslations('certificate-reviews');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.certificateReviews.get.queryOptions({ id }));
  const history = useQuery(trpc.certificateReviews.history.queryOptions({ id }));
  const title = data ? (data.no ?? data.patientName) : t('title');
  return (
    <Drawer
      title={title}
      label={title}
      width={420}
      status={data && <StateMark definition={reviewRecord} state={data.state} />}
      onClose={onClose}
      footer={data && <ReviewActions review={data} rights={rights} />}
    >
      {error && <FailurePanel definition={reviewRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <ReviewAnswer review={data} now={now} />
          <ReliefPanel review={data} mayRelieve={rights.mayRelieve} />
          <AttachmentPanel
            review={data}
            mayAttach={rights.mayRegister && reviewLifecycle.actions.modify.from.some((from) => from === data.state)}
          />
          <ReviewCase review={data} rights={rights} now={now} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={historyDefinition} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function ReviewActions({ review, rights }: { review: Review; rights: ReviewRights }) {
  const t = useTranslations('certificate-reviews');
  const common = useTranslations('common.action');
  const open = useOpenDialog();
  const { id, state } = review;
  const print = state !== 'draft' && (
    <a
      href={`/certificate-reviews/${id}/print`}
      target="_blank"
      rel="noreferrer"
      className={buttonClasses('secondary', 'md')}
    >
      {common('print')}
    </a>
  );
  if (rights.isOffice)
    return (
      <>
        {print}
        {rights.mayAllocate && isApproved(state) && !review.hasShare && (
          <Link href={`/donor-plans/new?review=${id}`} className={buttonClasses('primary', 'md')}>
            {t('allocate')}
          </Link>
        )}
        {rights.mayDecide && isPending(state) && (
          <>
            <Button onClick={() => open((close) => <RejectDialog review={review} onClose={close} />)}>
              {t('reject')}
            </Button>
            <Button
              variant="primary"
              disabledReason={
                review.needsTwo && state === 'first_approved' && review.isMine ? t('secondMustDiffer') : null
              }
              onClick={() => open((close) => <ApproveDialog review={review} onClose={close} />)}
            >
              {t(state === 'first_approved' ? 'approveSecond' : review.needsTwo ? 'approveFirst' : 'approve')}
            </Button>
          </>
        )}
      </>
    );
  const mayModify = rights.mayRegister && reviewLifecycle.actions.modify.from.some((from) => from === state);
  const mayVoid = rights.mayVoid && reviewLifecycle.actions.void.from.some((from) => from === state);
  return (
    <>
      {print}
      {rights.mayRegister && state === 'draft' && (
        <Button variant="danger" onClick={() => open((close) => <RemoveReviewDraft review={review} onClose={close} />)}>
          {t('removeDraft')}
        </Button>
      )}
      {mayVoid && (
        <Button variant="danger" onClick={() => open((close) => <VoidReviewDialog review={review} onClose={close} />)}>
          {common('void')}
        </Button>
      )}
      {mayModify && (
        <Link href={`/certificate-reviews/${id}/modify`} className={buttonClasses('secondary', 'md')}>
          {common('edit')}
        </Link>
      )}
      {rights.mayRegister && reviewLifecycle.actions.submit.from.some((from) => from === state) && (
        <SubmitReview review={review} />
      )}
    </>
  );
}
