'use client';
import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPCClient } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { useIsPractice } from '@/components/record/drawn-for';
import { useFailureWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Panel } from '@/components/ui/panel';
import { useKey } from '@/components/ui/use-key';
import { readFormCode } from '@/domain/downtime-forms/kinds';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { isPracticeNumber } from '@/domain/practice';

/** Which sheet lies on the desk: its barcode is scanned, or its number typed. */
export function FormGate() {
  const t = useTranslations('downtime-forms');
  const words = useFailureWords(downtimeFormRecord);
  const practice = useTranslations('practice');
  const isPractice = useIsPractice();
  const router = useRouter();
  const client = useTRPCClient();
  const [problem, setProblem] = useState<string | null>(null);

  async function open(text: string): Promise<boolean> {
    const no = readFormCode(text);
    const problemOf = async () => {
      if (!no) return t('entry.notAForm');
      if (isPracticeNumber(no) && !isPractice) return practice('numberOf', { no });
      try {
        const form = await client.downtimeForms.find.query({ no });
        if (form.state === 'entered') return t('entry.used', { no, who: form.enteredBy });
        router.push(`/downtime-forms/${form.id}/enter`);
        return null;
      } catch (error) {
        const failure = appErrorOf(error);
        return failure.code === 'not_found' ? t('entry.noForm', { no }) : words(failure);
      }
    };
    const found = await problemOf();
    playTone(found ? 'refuse' : 'ok');
    setProblem(found);
    return found === null;
  }
  const latest = useRef(open);
  latest.current = open;
  useScanner({ onScan: (text) => void latest.current(text) });
  useKey('Esc', () => router.push('/downtime-forms'));
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('entry.keys.scan') },
      { keys: 'Esc', label: t('entry.keys.back') },
    ],
    [t],
  );
  return (
    <Page title={t('enterTitle')} keys={keys} scroll="page">
      <Panel title={t('entry.form')} note={t('entry.formHint')} isPadded>
        <TypedCode label={t('entry.formLabel')} onTake={open} isFocusedFirst />
        {problem && (
          <p role="alert" className="mt-2 text-14 text-stop">
            {problem}
          </p>
        )}
      </Panel>
    </Page>
  );
}
