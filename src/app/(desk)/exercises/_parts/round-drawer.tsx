'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Drawer } from '@/components/ui/drawer';
import { exerciseRecord } from '@/domain/exercises/record';
import type { ListRow } from '@/server/kernel/list';
import { useExerciseWords } from './exercise-words';

type RoundDrawerProps = {
  id: string;
  /** As the list shows it; none on a page of the list that has it not. */
  row: ListRow | undefined;
  onClose: () => void;
};

/** One round of somebody of the house: when it began, when its material came, how it ended. */
export function RoundDrawer({ id, row, onClose }: RoundDrawerProps) {
  const t = useTranslations('exercises');
  const record = useTranslations('record');
  const { nameOf } = useExerciseWords();
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const history = useQuery(trpc.exercises.history.queryOptions({ id }));
  const title = row ? nameOf(String(row.code)) : t('title');
  return (
    <Drawer
      title={title}
      label={title}
      status={row && <StateMark definition={exerciseRecord} state={row.state} />}
      onClose={onClose}
      width={376}
    >
      {row && (
        <div className="border-b border-line px-4 py-3">
          <RecordDetail
            definition={exerciseRecord}
            record={row}
            fields={['personName', 'beganAt', ...(row.finishedAt ? ['finishedAt', 'minutes'] : [])]}
            now={now}
          />
        </div>
      )}
      <section className="px-4 py-3">
        <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
        <HistoryPanel definition={exerciseRecord} entries={history.data ?? []} now={now} />
      </section>
    </Drawer>
  );
}
