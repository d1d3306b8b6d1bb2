'use client';
import Link from 'next/link';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import type { ExerciseCode } from '@/domain/exercises/catalogue';
import { exerciseRecord } from '@/domain/exercises/record';
import { can, type Role } from '@/domain/permissions';
import { useFormat } from '@/i18n/provider';
import { ReplaceExercise, useRefetch } from './exercise-dialogs';
import type { OwnExercise } from './exercise-types';
import { useExerciseWords } from './exercise-words';
import { FinishedRound } from './finished-round';
import { OpenRound } from './open-round';
import { useMyExercises } from './use-round';

/** 练习: the exercises of this person's roles, and beside them the one that is open. */
export function ExercisesPage({ roles }: { roles: readonly Role[] }) {
  const [mayBegin, mayReadHouse] = [can(roles, 'exercises.begin'), can(roles, 'exercises.house')];
  const t = useTranslations('exercises');
  const { nameOf, teaches } = useExerciseWords();
  const format = useFormat();
  const { query, at } = useMyExercises();
  const command = useCommand(useTRPC().exercises.begin.mutationOptions());
  const refetch = useRefetch();
  const open = useOpenDialog();
  const aside = useRef<HTMLDivElement>(null);
  const round = at?.round;
  const isOpen = round?.state === 'open';

  async function begin({ code }: OwnExercise) {
    if (isSending(command)) return;
    if (isOpen && round.code !== code)
      return open((close) => <ReplaceExercise open={round} next={code} onClose={close} />);
    try {
      command.beginAnew();
      await command.send({ code, insteadOf: isOpen ? round.id : null });
      await refetch();
      aside.current?.focus();
    } catch {
      // said above the list
      await refetch();
    }
  }

  return (
    <Page
      title={t('title')}
      scroll="page"
      actions={
        mayReadHouse && (
          <Link href="/exercises/house" className="text-act underline">
            {t('house')}
          </Link>
        )
      }
    >
      {command.failure && <FailurePanel definition={exerciseRecord} failure={command.failure} />}
      {query.error && !query.data && <FailurePanel definition={exerciseRecord} failure={readFailure(query.error)} />}
      {round?.state === 'given_up' && round.reason !== '' && <NoMaterial code={round.code} reason={round.reason} />}
      <div className="flex min-h-0 flex-wrap items-start gap-3">
        <div ref={aside} tabIndex={-1} className="order-2 w-[460px] max-w-full flex-none outline-none">
          {at && isOpen && <OpenRound {...at} roles={roles} />}
          {at && round?.state === 'finished' && query.data && (
            <FinishedRound
              {...at}
              roles={roles}
              own={query.data.own}
              mayBegin={mayBegin}
              onBegin={(next) => void begin(next)}
            />
          )}
        </div>
        <div className="order-1 min-w-0 flex-[1_1_480px]">
          {!query.data && !query.error && <Skeleton />}
          {query.data?.own.length === 0 && <EmptyState title={t('none')} />}
          {query.data && query.data.own.length > 0 && (
            <TableFrame label={t('title')}>
              <Table density="normal">
                <TableHead>
                  <HeadCell>{t('columns.exercise')}</HeadCell>
                  <HeadCell>{t('columns.minutes')}</HeadCell>
                  <HeadCell>{t('columns.done')}</HeadCell>
                  <HeadCell>{''}</HeadCell>
                </TableHead>
                <tbody>
                  {query.data.own.map((own) => {
                    const isThis = isOpen && round.code === own.code;
                    return (
                      <TableRow key={own.code} state={isThis ? 'chosen' : 'plain'}>
                        <Cell wraps className="py-2">
                          <strong className="text-14">{nameOf(own.code)}</strong>
                          <span className="block text-ink-2">{teaches(own.code)}</span>
                        </Cell>
                        <Cell>{t('aboutMinutes', { count: own.minutes })}</Cell>
                        <Cell>
                          {own.lastDoneAt
                            ? t('doneAt', { at: format.dateTime(own.lastDoneAt), count: own.rounds })
                            : t('notYet')}
                        </Cell>
                        <Cell>
                          {mayBegin && !isThis && (
                            <Button
                              size="dense"
                              variant={own.lastDoneAt || isOpen ? 'secondary' : 'primary'}
                              isPending={isSending(command)}
                              aria-label={`${own.lastDoneAt ? t('again') : t('begin')} ${nameOf(own.code)}`}
                              onClick={() => void begin(own)}
                            >
                              {own.lastDoneAt ? t('again') : t('begin')}
                            </Button>
                          )}
                          {isThis && t('states.open')}
                        </Cell>
                      </TableRow>
                    );
                  })}
                </tbody>
              </Table>
            </TableFrame>
          )}
        </div>
      </div>
    </Page>
  );
}

/** Why a round came to nothing before it began. */
function NoMaterial({ code, reason }: { code: string; reason: string }) {
  const t = useTranslations('exercises');
  const sentences = useTranslations('exercises.violations') as unknown as {
    (key: string): string;
    has(key: string): boolean;
  };
  const { nameOf } = useExerciseWords();
  const why = sentences.has(reason) ? sentences(reason) : t('noMaterialUnknown');
  return <Banner tone="warn">{t('noMaterial', { name: nameOf(code as ExerciseCode), why })}</Banner>;
}
