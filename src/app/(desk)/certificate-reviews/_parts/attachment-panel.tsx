'use client';
import Download from 'lucide-react/icons/download';
import Eye from 'lucide-react/icons/eye';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useDrawnFor } from '@/components/record/drawn-for';
import { FailurePanel } from '@/components/record/failure-panel';
import { Dialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { isShownInPage } from '@/domain/certificate-reviews/attachments';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { drawnForHeader } from '@/domain/drawn-for';
import { useFormat } from '@/i18n/provider';
import { AttachForm } from './attach-form';
import type { Review } from './review-types';
import { useReviewAround } from './use-review-around';

type AttachmentPanelProps = { review: Review; mayAttach: boolean };

/** The papers of a case. Looking at one, in the page or as a file, stands in the history. */
export function AttachmentPanel({ review, mayAttach }: AttachmentPanelProps) {
  const { id, attachments, state } = review;
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const trpc = useTRPC();
  const open = useOpenDialog();
  const drawnFor = useDrawnFor();
  const { refresh } = useReviewAround(id);
  const remove = useCommand(trpc.certificateReviews.removeAttachment.mutationOptions());
  const hrefOf = (attachment: string, inline: boolean) =>
    `/api/certificate-attachments/${attachment}?${new URLSearchParams({ ...(inline ? { inline: '1' } : {}), [drawnForHeader]: drawnFor })}`;
  return (
    <section aria-label={t('papers')} className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('papers')}</h3>
      {attachments.length === 0 && <p className="text-ink-2">{t('noPapers')}</p>}
      <ul>
        {attachments.map(({ id: attachmentId, paper, fileName, mediaType, byteSize }) => (
          <li key={attachmentId} className="flex min-h-8 items-center gap-2 border-b border-line last:border-b-0">
            <strong className="flex-none">{t(`options.missing.${paper}`)}</strong>
            <span className="min-w-0 flex-1 truncate" title={fileName}>
              {fileName}
            </span>
            <span className="flex-none text-12 text-ink-3">{format.number(Math.ceil(byteSize / 1024))} KB</span>
            {isShownInPage(mediaType) && (
              <IconButton
                label={`${t('look')} ${fileName}`}
                icon={<Icon of={Eye} />}
                onClick={() =>
                  open((close) => (
                    <Dialog
                      isOpen
                      onClose={close}
                      width="wide"
                      title={t('lookAt', { paper: t(`options.missing.${paper}`), file: fileName })}
                    >
                      {/* biome-ignore lint/performance/noImgElement: a paper of a case is read once and never kept by a cache */}
                      <img
                        src={hrefOf(attachmentId, true)}
                        alt={fileName}
                        className="mx-auto max-h-[70vh] max-w-full"
                      />
                    </Dialog>
                  ))
                }
              />
            )}
            <a
              href={hrefOf(attachmentId, false)}
              download
              aria-label={`${t('download')} ${fileName}`}
              title={t('download')}
              className="inline-flex size-7 flex-none items-center justify-center rounded text-ink-2 hover:bg-select hover:text-ink"
            >
              <Icon of={Download} />
            </a>
            {mayAttach && state === 'draft' && (
              <IconButton
                label={t('removePaper', { file: fileName })}
                icon={<Icon of={X} />}
                onClick={() =>
                  void remove
                    .send({ id, attachmentId })
                    .catch(() => undefined)
                    .then(refresh)
                }
              />
            )}
          </li>
        ))}
      </ul>
      {remove.failure && <FailurePanel definition={reviewRecord} failure={remove.failure} />}
      {mayAttach && <AttachForm review={review} onAttached={refresh} />}
    </section>
  );
}
