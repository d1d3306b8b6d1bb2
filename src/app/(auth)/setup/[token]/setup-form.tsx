'use client';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { PasswordInput } from '@/components/ui/password-input';
import { TextInput } from '@/components/ui/text-input';
import { type AuthFailure, postAuth } from '../../_parts/auth-client';
import { useAuthWords } from '../../_parts/use-auth-words';

type SetupFormProps = { token: string; rules: { minimum: number; classes: number; history: number } };

const empty = { cityName: '', id: 'O01', organisationName: '', staffNo: '', name: '' };
const shownPaths = ['cityName', 'organisation.id', 'organisation.name', 'staffNo', 'name', 'password'];

export function SetupForm({ token, rules }: SetupFormProps) {
  const t = useTranslations('auth');
  const words = useAuthWords();
  const [form, setForm] = useState(empty);
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const set = (field: keyof typeof empty) => (value: string) => setForm((known) => ({ ...known, [field]: value }));
  const differs = isAsked && password !== repeated;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsAsked(true);
    if (isPending || password !== repeated) return;
    setIsPending(true);
    const { cityName, id, organisationName, staffNo, name } = form;
    const organisation = { id, name: organisationName };
    const answer = await postAuth('setup', { token, cityName, organisation, staffNo, name, password });
    setIsPending(false);
    if (answer.ok) setIsDone(true);
    else setFailure(answer.failure);
  }

  if (isDone)
    return (
      <Panel isFocused isPadded className="w-full max-w-[480px]">
        <p className="pb-3">{t('setup.done')}</p>
        <Link href="/login" className={buttonClasses('primary', 'md')}>
          {t('signIn.title')}
        </Link>
      </Panel>
    );

  const sentence = words.sentence(failure, shownPaths);
  // The policy speaks of the password without naming a field.
  const passwordError = failure?.violations.some(({ code }) => code.startsWith('password.')) ? sentence : null;
  return (
    <Panel isFocused className="w-full max-w-[520px]">
      <form onSubmit={submit} className="grid gap-3 p-5" noValidate>
        <h1 className="text-20 font-bold">{t('setup.title')}</h1>
        <p className="text-13 text-ink-2">{t('setup.hint')}</p>
        {sentence && !passwordError && <Banner tone="stop">{sentence}</Banner>}
        <Field label={t('setup.city')} error={words.fieldError(failure, 'cityName')}>
          <TextInput name="city" value={form.cityName} onValueChange={set('cityName')} />
        </Field>
        <Field label={t('setup.organisationName')} error={words.fieldError(failure, 'organisation.name')}>
          <TextInput name="organisation" value={form.organisationName} onValueChange={set('organisationName')} />
        </Field>
        <Field
          label={t('setup.organisationId')}
          hint={t('setup.organisationIdHint')}
          error={words.fieldError(failure, 'organisation.id')}
        >
          <TextInput name="code" inputClassName="font-code" value={form.id} onValueChange={set('id')} />
        </Field>
        <Field label={t('setup.name')} error={words.fieldError(failure, 'name')}>
          <TextInput name="name" autoComplete="name" value={form.name} onValueChange={set('name')} />
        </Field>
        <Field label={t('signIn.staffNo')} error={words.fieldError(failure, 'staffNo')}>
          <TextInput
            name="username"
            autoComplete="username"
            inputClassName="font-code"
            value={form.staffNo}
            onValueChange={set('staffNo')}
          />
        </Field>
        <Field
          label={t('signIn.password')}
          hint={t('first.rules', rules)}
          error={passwordError ?? words.fieldError(failure, 'password')}
        >
          <PasswordInput name="password" autoComplete="new-password" value={password} onValueChange={setPassword} />
        </Field>
        <Field label={t('first.repeat')} error={differs ? t('first.repeatDiffers') : null}>
          <PasswordInput name="repeat" autoComplete="new-password" value={repeated} onValueChange={setRepeated} />
        </Field>
        <div className="flex justify-end pt-1">
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('setup.submit')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
