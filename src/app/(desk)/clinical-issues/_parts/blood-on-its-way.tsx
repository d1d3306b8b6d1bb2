'use client';
import { useTranslations } from 'use-intl';
import { SendingNote } from '@/app/_client/sending-note';
import type { CommandHandle } from '@/app/_client/use-command';

type BloodOnItsWayProps = {
  command: Pick<CommandHandle<never, unknown>, 'state' | 'isUnanswered' | 'isLate'>;
  what: 'issue' | 'reserve';
};

/** Of blood it is said that it may have been issued or reserved already. */
export function BloodOnItsWay({ command, what }: BloodOnItsWayProps) {
  const t = useTranslations('clinical-issues.form.sending');
  return (
    <SendingNote
      command={command}
      words={{ frozen: t('frozen'), unknown: t(`unknown.${what}`), silent: t(`silent.${what}`) }}
    />
  );
}
