'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button, buttonClasses } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { mayBe } from '@/domain/immunohematology-requests/lifecycle';
import { ReasonedDialog, ReceiveDialog, RefuseDialog, RemoveDraftDialog, ReviewDialog } from './immuno-dialogs';
import type { Immuno, ImmunoRights } from './immuno-types';
import { SubmitImmuno } from './submit-immuno';

type ImmunoActionsProps = { request: Immuno; rights: ImmunoRights };

/** What may be done now, by this side; what comes next stands last. */
export function ImmunoActions({ request, rights }: ImmunoActionsProps) {
  const t = useTranslations('immunohematology-requests');
  const common = useTranslations('common.action');
  return (
    <>
      {rights.mayPrint && request.state !== 'draft' && (
        <>
          <Paper href={`/immunohematology-requests/${request.id}/print`}>{common('print')}</Paper>
          {request.isOurs && <Paper href={`/immunohematology-requests/${request.id}/labels`}>{t('printLabels')}</Paper>}
          {request.reports.length > 0 && (
            <Paper href={`/immunohematology-requests/${request.id}/report`}>{t('printReport')}</Paper>
          )}
        </>
      )}
      {request.isOurs
        ? rights.mayRegister && <HospitalActions request={request} />
        : rights.mayTest && <LaboratoryActions request={request} rights={rights} />}
    </>
  );
}

function Paper({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className={buttonClasses('secondary', 'md')}>
      {children}
    </a>
  );
}

function HospitalActions({ request }: { request: Immuno }) {
  const t = useTranslations('immunohematology-requests');
  const common = useTranslations('common.action');
  const open = useOpenDialog();
  const { id, state } = request;
  return (
    <>
      {state === 'draft' && (
        <Button
          variant="danger"
          onClick={() => open((close) => <RemoveDraftDialog request={request} onClose={close} />)}
        >
          {t('removeDraft')}
        </Button>
      )}
      {mayBe('withdraw', state) && (
        <Button
          variant="danger"
          onClick={() => open((close) => <ReasonedDialog kind="withdraw" request={request} onClose={close} />)}
        >
          {t('withdraw')}
        </Button>
      )}
      {mayBe('modify', state) && (
        <Link href={`/immunohematology-requests/${id}/modify`} className={buttonClasses('secondary', 'md')}>
          {common('edit')}
        </Link>
      )}
      {/* What was refused is mended first: its tubes are old. */}
      {state === 'draft' && <SubmitImmuno request={request} />}
    </>
  );
}

function LaboratoryActions({ request, rights }: ImmunoActionsProps) {
  const t = useTranslations('immunohematology-requests');
  const open = useOpenDialog();
  const { id, state } = request;
  const receive = () => open((close) => <ReceiveDialog request={request} onClose={close} />);
  const review = () => open((close) => <ReviewDialog request={request} onClose={close} />);
  const mayReceive = mayBe('receive', state);
  const mayReview = rights.mayReview && mayBe('review', state);
  useKey('a', mayReceive ? receive : review, { isEnabled: mayReceive || (mayReview && !request.hasEntered) });
  const reasoned = (kind: 'void' | 'send-back' | 'correct' | 'keep') => () =>
    open((close) => <ReasonedDialog kind={kind} request={request} onClose={close} />);
  return (
    <>
      {rights.mayReview && mayBe('void', state) && (
        <Button variant="danger" onClick={reasoned('void')}>
          {t('void')}
        </Button>
      )}
      {mayBe('refuse', state) && (
        <Button onClick={() => open((close) => <RefuseDialog request={request} onClose={close} />)}>
          {t('refuse')}
        </Button>
      )}
      {mayBe('correct', state) && <Button onClick={reasoned('correct')}>{t('correct')}</Button>}
      {mayBe('keep', state) && <Button onClick={reasoned('keep')}>{t('keep')}</Button>}
      {rights.mayReview && mayBe('send-back', state) && (
        <Button onClick={reasoned('send-back')}>{t('sendBack')}</Button>
      )}
      {mayReceive && (
        <Button variant="primary" kbd="A" onClick={receive}>
          {t('receive')}
        </Button>
      )}
      {mayBe('enter', state) && (
        <Link href={`/immunohematology-requests/${id}/results`} className={buttonClasses('primary', 'md')}>
          {t('enter')}
        </Link>
      )}
      {mayReview && (
        <Button variant="primary" kbd="A" disabledReason={request.hasEntered ? t('ownResults') : null} onClick={review}>
          {t('review')}
        </Button>
      )}
    </>
  );
}
