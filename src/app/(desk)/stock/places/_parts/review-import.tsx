'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast-host';
import type { ImportPreview } from '@/domain/import-definition';
import { placeRecord } from '@/domain/storage-places/record';
import { useFormat } from '@/i18n/provider';
import { ForeseenPlaces } from './foreseen-places';

type ReviewImportProps = {
  preview: ImportPreview;
  onClose: () => void;
  onApplied: () => void;
};

/** What a file would do, in red where it holds bags; Ctrl Enter does it, and is the confirmation that typing twice is to a single reading. */
export function ReviewImport({ preview, onClose, onApplied }: ReviewImportProps) {
  const t = useTranslations('storage-places.recorder');
  const said = useTranslations('storage-places.temperature');
  const trpc = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const { importId, digest } = preview;
  const command = useCommand(trpc.storagePlaces.applyImport.mutationOptions());
  // What stands still is not foreseen anew: taken, there is nothing new in the file.
  const { data, error } = useQuery(
    trpc.storagePlaces.foreseeImport.queryOptions({ importId }, { staleTime: 0, enabled: !command.isClosed }),
  );
  const places = data?.places ?? [];
  const warm = places.filter(({ out }) => out > 0);
  const sum = (of: 'readings' | 'held' | 'marked' | 'gone') => places.reduce((total, place) => total + place[of], 0);
  const warmAfter = places.filter(({ endsOut, out }) => endsOut && out > 0);
  const isOut = warm.length > 0;
  const blocked = !data ? t('needsPreview') : places.length === 0 ? t('nothingNew') : null;

  return (
    <CommandDialog
      command={command}
      definition={placeRecord}
      width="wide"
      title={t('reviewTitle')}
      description={preview.fileName}
      isDirty={false}
      missing={blocked}
      actionLabel={isOut ? t('saveOut', { count: sum('held') }) : t('save', { count: sum('readings') })}
      isDanger={isOut}
      onSend={() => command.send({ importId, digest, isOutConfirmed: isOut })}
      onDone={async ({ readings, skipped, held, gone, incidentNos }) => {
        await client.invalidateQueries({ queryKey: trpc.storagePlaces.pathKey() });
        toast(t('done', { readings, skipped }));
        if (held > 0) toast(said('held', { count: held }));
        if (incidentNos.length > 0) toast(said('gone', { count: gone, no: format.list(incidentNos) }));
        onApplied();
      }}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        {error ? (
          <FailurePanel definition={placeRecord} failure={readFailure(error)} />
        ) : !data ? (
          <Skeleton lines={4} />
        ) : (
          <>
            <p className="flex gap-4 text-13">
              <strong>{t('fresh', { count: sum('readings') })}</strong>
              {data.skipped > 0 && <span className="text-ink-2">{t('skipped', { count: data.skipped })}</span>}
            </p>
            {isOut && (
              <Banner tone="stop">
                {[
                  t('warm', { places: format.list(warm.map(({ code }) => code)), held: sum('held') }),
                  ...(sum('gone') > 0 ? [t('warmGone', { count: sum('gone') })] : []),
                  ...(warmAfter.length > 0
                    ? [t('endsOutHint', { places: format.list(warmAfter.map(({ code }) => code)) })]
                    : []),
                  ...(sum('marked') > 0 ? [t('warmMarked', { count: sum('marked') })] : []),
                ].map((sentence) => (
                  <p key={sentence}>{sentence}</p>
                ))}
              </Banner>
            )}
            {places.length > 0 && <ForeseenPlaces places={places} />}
            {places.length === 0 && <p className="text-13 text-ink-2">{t('nothingNew')}</p>}
          </>
        )}
      </div>
    </CommandDialog>
  );
}
