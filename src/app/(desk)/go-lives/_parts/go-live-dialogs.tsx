'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { goLiveRecord } from '@/domain/go-lives/record';
import type { GoLiveView, RoundView } from './go-live-types';

type Shown = Pick<GoLiveView, 'id' | 'no' | 'version'>;

export function OpenGoLive({ onClose }: { onClose: () => void }) {
  const t = useTranslations('go-lives');
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const command = useCommand(trpc.goLives.open.mutationOptions());
  return (
    <CommandDialog
      command={command}
      definition={goLiveRecord}
      title={t('dialogs.openTitle')}
      isDirty={false}
      missing={null}
      actionLabel={t('create')}
      onSend={() => command.send({})}
      onDone={async ({ id }) => {
        await client.invalidateQueries({ queryKey: trpc.goLives.pathKey() });
        router.push(`/go-lives/${id}`);
      }}
      onClose={onClose}
    >
      <p className="text-14">{t('dialogs.openWhy')}</p>
    </CommandDialog>
  );
}

function useMeanwhile(goLive: Shown, command: Parameters<typeof useSeenVersion>[0]) {
  const trpc = useTRPC();
  const seen = useSeenVersion(command, goLive.version);
  const history = useQuery(trpc.goLives.history.queryOptions({ id: goLive.id }));
  return { seen, meanwhile: <ChangedMeanwhile definition={goLiveRecord} seen={seen} history={history} /> };
}

function useRefetch() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: trpc.goLives.pathKey() });
}

export function CountAnew({ goLive, onClose }: { goLive: Shown; onClose: () => void }) {
  const t = useTranslations('go-lives');
  const command = useCommand(useTRPC().goLives.recount.mutationOptions());
  const { seen, meanwhile } = useMeanwhile(goLive, command);
  const refetch = useRefetch();
  return (
    <ReasonDialog
      command={command}
      definition={goLiveRecord}
      title={t('dialogs.recountTitle')}
      description={t('dialogs.recountWhy')}
      reasonLabel={t('dialogs.reason')}
      reasonMissing={t('dialogs.needsReason')}
      actionLabel={t('desk.recount')}
      onSend={(reason) => command.send({ id: goLive.id, version: seen.version, reason })}
      onDone={refetch}
      onClose={onClose}
      meanwhile={meanwhile}
    />
  );
}

export function VoidOpening({ goLive, round, onClose }: { goLive: Shown; round: RoundView; onClose: () => void }) {
  const t = useTranslations('go-lives');
  const command = useCommand(useTRPC().goLives.voidOpening.mutationOptions());
  const { seen, meanwhile } = useMeanwhile(goLive, command);
  const refetch = useRefetch();
  return (
    <ReasonDialog
      command={command}
      definition={goLiveRecord}
      title={t('dialogs.voidTitle', { round: round.round })}
      description={t('dialogs.voidWhy', { count: round.bagCount + round.heldCount })}
      reasonLabel={t('dialogs.reason')}
      reasonMissing={t('dialogs.needsReason')}
      actionLabel={t('desk.voidOpening')}
      isDanger
      onSend={(reason) => command.send({ id: goLive.id, version: seen.version, roundId: round.id, reason })}
      onDone={refetch}
      onClose={onClose}
      meanwhile={meanwhile}
    />
  );
}

export function WithdrawGoLive({ goLive, onClose }: { goLive: Shown; onClose: () => void }) {
  const t = useTranslations('go-lives');
  const command = useCommand(useTRPC().goLives.withdraw.mutationOptions());
  const { seen, meanwhile } = useMeanwhile(goLive, command);
  const refetch = useRefetch();
  return (
    <ReasonDialog
      command={command}
      definition={goLiveRecord}
      title={t('dialogs.withdrawTitle', { no: goLive.no })}
      description={t('dialogs.withdrawWhy')}
      reasonLabel={t('dialogs.reason')}
      reasonMissing={t('dialogs.needsReason')}
      actionLabel={t('desk.withdraw')}
      isDanger
      onSend={(reason) => command.send({ id: goLive.id, version: seen.version, reason })}
      onDone={refetch}
      onClose={onClose}
      meanwhile={meanwhile}
    />
  );
}
