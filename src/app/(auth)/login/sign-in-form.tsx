'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { PasswordInput } from '@/components/ui/password-input';
import type { PickerItem } from '@/components/ui/picker-item';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import type { FrontOrganisation } from '@/server/auth/front';
import { type AuthFailure, postAuth, readSessionState } from '../_parts/auth-client';
import { dropPendingLock } from '../_parts/pending-lock';
import { tellTabs } from '../_parts/tabs';
import { useAuthWords } from '../_parts/use-auth-words';
import type { Prefill, SignInReason } from './sign-in';

type SignInFormProps = {
  organisations: readonly FrontOrganisation[];
  prefill: Prefill | null;
  next: string;
  why: SignInReason | null;
  /** A city for practising is offered. */
  hasPractice: boolean;
};

const rememberedKey = 'xuemai-organisation';

export function SignInForm({ organisations, prefill, next, why, hasPractice }: SignInFormProps) {
  const t = useTranslations('auth.signIn');
  const practice = useTranslations('practice');
  const words = useAuthWords();
  const router = useRouter();
  const isEnglish = useLocale() === 'en';
  const items = useMemo(
    (): PickerItem[] =>
      organisations.map(({ id, name, shortName, nameEn, search }) => ({
        value: id,
        label: (isEnglish && nameEn) || name,
        code: id,
        search: `${search} ${shortName} ${nameEn} ${name}`,
      })),
    [organisations, isEnglish],
  );
  const [orgId, setOrgId] = useState<string | null>(null);
  const [staffNo, setStaffNo] = useState('');
  const [password, setPassword] = useState('');
  const [badge, setBadge] = useState('');
  const [choice, setChoice] = useState<'city' | 'practice'>('city');
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [isPending, setIsPending] = useState(false);
  const [isReady, setIsReady] = useState(false);
  const [signedInAs, setSignedInAs] = useState<{ name: string; isPractice: boolean } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const staffField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const isLockedOut =
    failure?.violations.some(({ code }) => code === 'session.locked_out' || code.endsWith('_badge')) ?? false;

  useEffect(() => {
    const remembered = localStorage.getItem(rememberedKey);
    if (remembered) setOrgId((chosen) => chosen ?? remembered);
    // The hands are on the first field that is empty.
    if (remembered) staffField.current?.focus();
    else form.current?.querySelector<HTMLInputElement>('input')?.focus();
    setIsReady(true);
    // A link from elsewhere comes without the cookie, this page's own request has it.
    void readSessionState().then((answer) => {
      if (answer.ok && answer.data.kind !== 'none')
        setSignedInAs({ name: answer.data.name ?? '', isPractice: answer.data.isPractice === true });
    });
  }, []);

  useEffect(() => {
    if (!prefill) return;
    setOrgId(prefill.orgId);
    setStaffNo(prefill.staffNo);
    setPassword(prefill.password);
    setFailure(null);
    passwordField.current?.focus();
  }, [prefill]);

  /** Once the house is chosen, the number is next. */
  function chooseHouse(item: PickerItem | null) {
    setOrgId(item?.value ?? null);
    if (item) requestAnimationFrame(() => staffField.current?.focus());
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    setIsPending(true);
    const answer = await postAuth<{ mustChangePassword: boolean }>('sign-in', {
      orgId: orgId ?? '',
      staffNo,
      password,
      ...(badge ? { colleagueBadge: badge } : {}),
      ...(choice === 'practice' ? { isPractice: true } : {}),
    });
    if (!answer.ok) {
      setFailure(answer.failure);
      setIsPending(false);
      const blames = (path: string) => answer.failure.violations.some((violation) => violation.path === path);
      const field = blames('orgId')
        ? form.current?.querySelector<HTMLInputElement>('input')
        : blames('staffNo')
          ? staffField.current
          : passwordField.current;
      field?.focus();
      field?.select();
      return;
    }
    // A lock that is still to be told was meant for the session before this one.
    dropPendingLock();
    tellTabs('changed');
    if (orgId) localStorage.setItem(rememberedKey, orgId);
    // Nothing of the page before stands in the other city: begun anew.
    if (choice === 'practice') return window.location.assign('/');
    router.replace(answer.data.mustChangePassword ? `/first-password?next=${encodeURIComponent(next)}` : next);
    router.refresh();
  }

  const chosen = items.find((item) => item.value === orgId) ?? null;
  const sentence = words.sentence(failure, ['orgId', 'staffNo', 'password', 'colleagueBadge']);
  return (
    <Panel isFocused className="w-full max-w-[440px]">
      <form ref={form} onSubmit={submit} className="grid gap-3 p-5" noValidate data-ready={isReady || undefined}>
        <h1 className="text-20 font-bold">{t('title')}</h1>
        {why && !failure && (
          <Banner tone="info">
            {why === 'practice-over' ? practice('over') : why === 'ended' ? t('ended') : t('signedOut')}
          </Banner>
        )}
        {signedInAs !== null && (
          <Banner
            tone="info"
            action={
              <Button size="sm" onClick={() => router.replace(next)}>
                {t('goOn')}
              </Button>
            }
          >
            {t('again')} {signedInAs.name} {signedInAs.isPractice && <Chip>{practice('name')}</Chip>}
          </Banner>
        )}
        {organisations.length === 0 && <Banner tone="warn">{t('noOrganisations')}</Banner>}
        {sentence && <Banner tone="stop">{sentence}</Banner>}
        <Field
          label={t('organisation')}
          labelWidth={92}
          hint={t('organisationHint')}
          error={words.fieldError(failure, 'orgId')}
        >
          <Combobox items={items} value={chosen} onValueChange={chooseHouse} />
        </Field>
        <Field label={t('staffNo')} labelWidth={92} error={words.fieldError(failure, 'staffNo')}>
          <TextInput
            ref={staffField}
            name="username"
            autoComplete="username"
            autoCapitalize="off"
            spellCheck={false}
            value={staffNo}
            onValueChange={setStaffNo}
            inputClassName="font-code"
          />
        </Field>
        <Field label={t('password')} labelWidth={92} error={words.fieldError(failure, 'password')}>
          <PasswordInput ref={passwordField} name="password" value={password} onValueChange={setPassword} />
        </Field>
        {isLockedOut && (
          <Field
            label={t('colleague')}
            labelWidth={92}
            hint={t('colleagueHint')}
            error={words.fieldError(failure, 'colleagueBadge')}
          >
            <PasswordInput name="badge" autoComplete="off" value={badge} onValueChange={setBadge} />
          </Field>
        )}
        {hasPractice && (
          <Field
            label={practice('choice')}
            labelWidth={92}
            {...(choice === 'practice' ? { hint: practice('explains') } : {})}
          >
            <SegmentedControl
              value={choice}
              onValueChange={setChoice}
              items={[
                { value: 'city', label: practice('choices.city') },
                { value: 'practice', label: practice('choices.practice') },
              ]}
            />
          </Field>
        )}
        <div className="flex items-center justify-between gap-4 pt-1 pl-[92px]">
          <span className="text-12 text-ink-3">{t('sound')}</span>
          <Button type="submit" variant="primary" isPending={isPending}>
            {choice === 'practice' ? practice('enter') : t('submit')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
