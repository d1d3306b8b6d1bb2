'use client';
import { useRouter } from 'next/navigation';
import type { CommandHandle } from '@/app/_client/use-command';
import { useRecordWords } from '@/components/record/record-words';
import type { RecordDefinition } from '@/domain/record';
import { ChangedMeanwhile, useSeenVersion } from './changed-meanwhile';
import { CommandDialog } from './command-dialog';

type Draft = { readonly id: string; readonly version: number };

type RemoveDraftDialogProps = {
  definition: RecordDefinition;
  draft: Draft;
  /** What its title calls it by: `{name}`, `{year}`. */
  facts: Record<string, string>;
  command: CommandHandle<Draft, unknown>;
  /** The history of the record, and what asks its lists again. */
  around: {
    readonly history: Parameters<typeof ChangedMeanwhile>[0]['history'];
    refresh(): Promise<unknown>;
  };
  onClose: () => void;
};

/** 删除草稿: of a record that nobody else has seen. Its words are the module's: `removeTitle`, `removeHint`, `removeDraft`. */
export function RemoveDraftDialog({ definition, draft, facts, command, around, onClose }: RemoveDraftDialogProps) {
  const words = useRecordWords(definition);
  const router = useRouter();
  const seen = useSeenVersion(command, draft.version);
  return (
    <CommandDialog
      command={command}
      definition={definition}
      title={words.find('removeTitle', facts)}
      description={words.find('removeHint')}
      isDirty={false}
      missing={null}
      actionLabel={words.find('removeDraft') ?? ''}
      isDanger
      onSend={() => command.send({ id: draft.id, version: seen.version })}
      onDone={() => {
        router.push(`/${definition.module}`);
        return around.refresh();
      }}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={definition} seen={seen} history={around.history} />}
    >
      {null}
    </CommandDialog>
  );
}
