'use client';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/button';
import { CodeInput } from '../ui/code-input';
import { focusControl } from '../ui/error-summary';
import { Field } from '../ui/field';
import { useKey } from '../ui/use-key';

type TypedCodeProps = {
  label: string;
  /** Resolves to whether the code was taken: what was not stays to be mended. */
  onTake: (raw: string) => boolean | Promise<boolean>;
  isFocusedFirst?: boolean;
  children?: ReactNode;
};

/** For the code that no scanner reads. F2 leads here. */
export function TypedCode({ label, onTake, isFocusedFirst = false, children }: TypedCodeProps) {
  const common = useTranslations('common.action');
  const [typed, setTyped] = useState('');
  const taking = useRef('');
  const fieldId = useId();
  useKey('F2', () => focusControl(fieldId));
  async function take() {
    if (typed.trim() === '' || taking.current === typed) return;
    taking.current = typed;
    try {
      // What was typed meanwhile is the next code.
      if (await onTake(typed)) setTyped((now) => (now === typed ? '' : now));
    } finally {
      taking.current = '';
    }
  }
  return (
    <form
      className="flex items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <Field label={label} isLabelHidden controlId={fieldId} className="w-80">
        <CodeInput value={typed} onValueChange={setTyped} autoFocus={isFocusedFirst} />
      </Field>
      <Button type="submit">{common('add')}</Button>
      {children}
    </form>
  );
}
