'use client';
import type { ReactNode } from 'react';
import { Controller, type FieldValues, type Path, useFormState } from 'react-hook-form';
import { ErrorSummary, type FieldError } from '@/components/ui/error-summary';
import { Field } from '@/components/ui/field';
import type { RecordDefinition } from '@/domain/record';
import type { Violation } from '@/domain/result';
import { FailurePanel } from './failure-panel';
import { FormControl } from './form-control';
import { useRecordWords } from './record-words';
import type { RecordFormState } from './use-record-form';
import { useViolationWords } from './violation-words';

export interface FormSection {
  /** `<module>.sections.<name>`. */
  readonly name: string;
  /** Fields of the definition; one that it lacks is not drawn. */
  readonly fields: readonly string[];
}

export type RenderControl = (control: { value: unknown; onValueChange: (value: unknown) => void }) => ReactNode;

type RecordFormProps<I extends FieldValues> = {
  definition: RecordDefinition;
  state: RecordFormState<I>;
  sections: readonly FormSection[];
  optional?: readonly string[];
  readOnly?: readonly string[];
  /** A field that is more than its kind: the page draws its control. */
  renderControl?: Readonly<Record<string, RenderControl>>;
  now?: Date | undefined;
  /** Panels of the page itself, after the sections. */
  children?: ReactNode;
};

export const controlIdOf = (module: string, path: string) => `${module}-${path.replaceAll('.', '-')}`;

/** A form by sections: name in the gutter, three columns, what is wrong on top with links and under its field. */
export function RecordForm<I extends FieldValues>(props: RecordFormProps<I>) {
  const { definition, state, sections, optional = [], readOnly = [], renderControl, now, children } = props;
  const words = useRecordWords(definition);
  const violationWords = useViolationWords(definition);
  const { errors } = useFormState({ control: state.form.control });

  const messageOf = (path: string): string | null => {
    const error = errorAt(errors, path);
    return error ? violationWords(violationOf(error)) : null;
  };
  const summary: FieldError[] = sections.flatMap((section) =>
    section.fields.flatMap((name) => {
      const message = messageOf(name);
      return message ? [{ controlId: controlIdOf(definition.module, name), label: words.field(name), message }] : [];
    }),
  );

  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void state.send();
      }}
    >
      <ErrorSummary errors={summary} attempt={state.attempt} />
      {state.failure && <FailurePanel definition={definition} failure={state.failure} />}
      {sections.map((section) => (
        <section key={section.name} className="grid grid-cols-[84px_minmax(0,1fr)] border border-line-2 bg-surface p-3">
          <h2 className="pt-[5px] text-14 font-bold">{words.section(section.name)}</h2>
          <div className="grid grid-cols-1 items-start gap-x-4 gap-y-2 desk:grid-cols-3">
            {section.fields.map((name) => {
              const field = definition.fields[name];
              if (!field) return null;
              const custom = renderControl?.[name];
              return (
                <Controller
                  key={name}
                  control={state.form.control}
                  name={name as Path<I>}
                  render={({ field: bound }) => (
                    <Field
                      label={words.field(name)}
                      controlId={controlIdOf(definition.module, name)}
                      labelWidth={100}
                      error={messageOf(name)}
                      isOptional={optional.includes(name)}
                      isGroup={
                        field.kind === 'boolean' || (field.kind === 'choice' && (field.options?.length ?? 0) <= 4)
                      }
                    >
                      {custom ? (
                        custom({ value: bound.value, onValueChange: bound.onChange })
                      ) : (
                        <FormControl
                          name={name}
                          field={field}
                          value={bound.value}
                          onValueChange={bound.onChange}
                          onBlur={bound.onBlur}
                          optionLabel={(option) => words.option(name, option)}
                          isReadOnly={readOnly.includes(name)}
                          now={now}
                        />
                      )}
                    </Field>
                  )}
                />
              );
            })}
          </div>
        </section>
      ))}
      {children}
    </form>
  );
}

type FormError = { type?: unknown; message?: unknown; types?: unknown };

function errorAt(errors: unknown, path: string): FormError | null {
  let current: unknown = errors;
  for (const part of path.split('.')) current = (current as Record<string, unknown> | undefined)?.[part];
  const error = current as FormError | undefined;
  return error && (error.type !== undefined || error.message !== undefined) ? error : null;
}

/** The browser's zod and the server speak of the same rule by the same code. */
function violationOf(error: FormError): Violation {
  const message = String(error.message ?? '');
  if (error.type === 'server') return { code: message, facts: (error.types ?? {}) as Record<string, string> };
  return { code: error.type === 'custom' && message ? message : `invalid.${String(error.type)}` };
}
