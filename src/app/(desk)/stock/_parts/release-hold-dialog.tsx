'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { type Second, SecondPerson, toSecond } from '@/app/_signing/second-person';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-host';
import { digestOfCovers } from '@/domain/signatures/covers';
import { refuseSecond, releaseHoldCovers } from '@/domain/stock/holds';
import { stockRecord } from '@/domain/stock/record';
import { emptyGround, ReleaseGround, type TypedGround, toReleaseBag } from './release-ground';

type ReleaseHoldDialogProps = { unitIds: readonly string[]; onClose: () => void };

/** 解除隔离: why each bag is held, on what ground it comes back, and the second person who agrees to exactly that. */
export function ReleaseHoldDialog({ unitIds, onClose }: ReleaseHoldDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('stock.release');
  const now = useCityNow(60_000);
  const held = useQuery(trpc.stock.holds.queryOptions({ unitIds: [...unitIds] }));
  const [typed, setTyped] = useState<Readonly<Record<string, TypedGround>>>({});
  const [reason, setReason] = useState('');
  const [second, setSecond] = useState<Second | null>(null);
  const command = useCommand(trpc.stock.releaseHold.mutationOptions());
  const bags = held.data?.bags.filter((bag) => bag.state === 'quarantined') ?? [];
  const grounds = bags.flatMap((bag) => toReleaseBag(bag, typed[bag.unitId] ?? emptyGround) ?? []);
  const isGrounded = bags.length > 0 && grounds.length === bags.length;
  const isReasoned = reason.trim().length >= 2;
  const covers =
    isGrounded && isReasoned ? digestOfCovers(releaseHoldCovers({ bags: grounds, reason: reason.trim() })) : null;
  const isAgreed = second !== null && second.covers === covers;
  const count = bags.length;

  return (
    <CommandDialog
      command={command}
      definition={stockRecord}
      title={t('title', { count })}
      description={t('hint')}
      isDirty={Object.keys(typed).length > 0 || reason.trim() !== '' || second !== null}
      missing={!isGrounded ? t('needsGround') : !isReasoned ? t('needsReason') : isAgreed ? null : t('needsSecond')}
      actionLabel={t('submit', { count })}
      onSend={() => second && command.send({ bags: grounds, reason: reason.trim(), second: toSecond(second) })}
      onDone={async () => {
        await client.invalidateQueries({ queryKey: trpc.stock.pathKey() });
        toast(t('done', { count }));
      }}
      onClose={onClose}
    >
      {held.data ? (
        <ul className="border-b border-line">
          {bags.map((bag) => (
            <ReleaseGround
              key={bag.unitId}
              bag={bag}
              typed={typed[bag.unitId] ?? emptyGround}
              onTyped={(ground) => setTyped({ ...typed, [bag.unitId]: ground })}
            />
          ))}
        </ul>
      ) : held.error ? (
        <ErrorState requestId={appErrorOf(held.error).requestId} onRetry={() => void held.refetch()} />
      ) : (
        <Skeleton lines={3} />
      )}
      <Field label={t('reason')} layout="top" className="mt-2">
        <Textarea rows={2} value={reason} onValueChange={setReason} maxLength={200} />
      </Field>
      <SecondPerson
        definition={stockRecord}
        covers={covers}
        onSecond={setSecond}
        isPhoneAllowed={held.data?.isSingleDutyAllowed ?? false}
        refuse={refuseSecond}
        now={now}
      />
    </CommandDialog>
  );
}
