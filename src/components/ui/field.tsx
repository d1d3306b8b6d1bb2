'use client';
import { Field as BaseField } from '@base-ui/react/field';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { type ReactNode, useId, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import { FieldContext } from './field-context';
import { Icon } from './icon';

export type FieldProps = {
  label: ReactNode;
  children: ReactNode;
  /** Stable id of the control, needed when an error summary links to it; otherwise one is made. */
  controlId?: string;
  layout?: 'left' | 'top';
  /** Width of a label that stands left, in pixels. */
  labelWidth?: number;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** All fields are required unless they say 选填. */
  isOptional?: boolean;
  density?: 'normal' | 'dense';
  /** Hidden labels stay for screen readers: cells of a grid. */
  isLabelHidden?: boolean;
  /** The control is a group of radios or buttons: the label names it without being a click target. */
  isGroup?: boolean;
  className?: string;
};

export function Field(props: FieldProps) {
  const { label, children, layout = 'left', labelWidth = 84, hint, error, isOptional, density = 'normal' } = props;
  const { isLabelHidden, isGroup, className } = props;
  const t = useTranslations('ui');
  const madeId = useId();
  const controlId = props.controlId ?? madeId;
  const isInvalid = Boolean(error);
  const context = useMemo(() => ({ controlId, isInvalid, density }), [controlId, isInvalid, density]);
  const isLeft = layout === 'left' && !isLabelHidden;

  return (
    <FieldContext value={context}>
      <BaseField.Root
        invalid={isInvalid}
        className={classNames('min-w-0 text-13', isLeft && 'grid items-center self-start', className)}
        style={isLeft ? { gridTemplateColumns: `${labelWidth}px minmax(0, 1fr)` } : undefined}
      >
        <BaseField.Label
          nativeLabel={!isGroup}
          render={isGroup ? <span /> : undefined}
          className={classNames(
            'text-ink-2',
            isLabelHidden && 'sr-only',
            layout === 'top' ? 'block' : 'pr-2 leading-4',
            // Beside several lines a label stands at the first.
            isLeft && 'has-[+textarea]:mt-2 has-[+textarea]:self-start',
            // The focus ring reaches 4px beyond the control.
            layout === 'top' && !isLabelHidden && 'mb-1',
          )}
        >
          {label}
          {isOptional && (
            <>
              {' '}
              <span className="text-12 text-ink-3">{t('optional')}</span>
            </>
          )}
        </BaseField.Label>
        {children}
        {error && (
          <BaseField.Error
            match
            className={classNames('mt-[5px] flex gap-1 text-12 text-stop', isLeft && 'col-start-2')}
          >
            <Icon of={TriangleAlert} size={13} className="mt-px" />
            <span>{error}</span>
          </BaseField.Error>
        )}
        {hint && (
          <BaseField.Description className={classNames('mt-[5px] text-12 text-ink-3', isLeft && 'col-start-2')}>
            {hint}
          </BaseField.Description>
        )}
      </BaseField.Root>
    </FieldContext>
  );
}
