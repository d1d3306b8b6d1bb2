'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import type { ExerciseCode } from '@/domain/exercises/catalogue';
import { exerciseRecord } from '@/domain/exercises/record';
import type { Round } from './exercise-types';
import { useExerciseWords } from './exercise-words';

type Shown = Pick<Round, 'id' | 'code'>;

/** Another exercise is open: it is given up for this one, when the person says so. */
export function ReplaceExercise({ open, next, onClose }: { open: Shown; next: ExerciseCode; onClose: () => void }) {
  const t = useTranslations('exercises.replace');
  const { nameOf } = useExerciseWords();
  const command = useCommand(useTRPC().exercises.begin.mutationOptions());
  const refetch = useRefetch();
  return (
    <CommandDialog
      command={command}
      definition={exerciseRecord}
      title={t('title', { open: nameOf(open.code), next: nameOf(next) })}
      isDirty={false}
      missing={null}
      actionLabel={t('confirm')}
      onSend={() => command.send({ code: next, insteadOf: open.id })}
      onDone={refetch}
      onClose={onClose}
    >
      <p className="text-14">{t('hint')}</p>
    </CommandDialog>
  );
}

export function GiveUpExercise({ round, onClose }: { round: Shown; onClose: () => void }) {
  const t = useTranslations('exercises');
  const { nameOf } = useExerciseWords();
  const command = useCommand(useTRPC().exercises.giveUp.mutationOptions());
  const refetch = useRefetch();
  return (
    <CommandDialog
      command={command}
      definition={exerciseRecord}
      title={t('giveUpTitle', { open: nameOf(round.code) })}
      isDirty={false}
      missing={null}
      actionLabel={t('giveUp')}
      isDanger
      onSend={() => command.send({ id: round.id })}
      onDone={refetch}
      onClose={onClose}
    >
      <p className="text-14">{t('giveUpHint')}</p>
    </CommandDialog>
  );
}

export function useRefetch() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: trpc.exercises.pathKey() });
}
