'use client';
import { StatusMark } from '@/components/ui/status-mark';
import type { RecordDefinition } from '@/domain/record';
import { useRecordWords } from './record-words';

type StateMarkProps = {
  definition: Pick<RecordDefinition, 'module' | 'lifecycle'>;
  state: string;
  size?: 'normal' | 'large';
};

/** A state as its life cycle says: tone, how far along, and the module's word for it. */
export function StateMark({ definition, state, size = 'normal' }: StateMarkProps) {
  const words = useRecordWords(definition);
  const declared = definition.lifecycle.states[state];
  return (
    <StatusMark tone={declared?.tone ?? 'plain'} stage={declared?.stage ?? 0} size={size}>
      {words.state(state)}
    </StatusMark>
  );
}
