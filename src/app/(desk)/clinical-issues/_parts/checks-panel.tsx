'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Panel } from '@/components/ui/panel';
import { checkedParts, issueChecks } from '@/domain/clinical-issues/checks';
import { useFormat } from '@/i18n/provider';
import type { IssueForm } from './use-issue-form';

type ChecksPanelProps = { form: IssueForm; readNow: () => Date };

/** Nine items, checked together by issuer and collector; each tick keeps its time, and falls with what it was made about. */
export function ChecksPanel({ form, readNow }: ChecksPanelProps) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const left = form.checksLeft.length;
  return (
    <Panel
      title={t('form.checks')}
      note={left > 0 ? t('form.checkAllLeft', { count: left }) : t('form.checksNote')}
      isPadded
    >
      {form.fallen.length > 0 && (
        <div role="status" className="mb-1 border border-lv2-edge bg-lv2-tint px-2 py-1 text-12">
          {checkedParts.map((part) => {
            const items = form.fallen.filter(({ because }) => because === part).map(({ item }) => t(`checks.${item}`));
            return items.length > 0 && <p key={part}>{t(`form.checksFell.${part}`, { items: format.list(items) })}</p>;
          })}
        </div>
      )}
      <div className="grid grid-cols-3 gap-x-2">
        {issueChecks.map((item) => {
          const tick = form.checks.find((made) => made.item === item);
          return (
            <span key={item} className="flex items-center justify-between gap-1">
              <Checkbox isChecked={Boolean(tick)} onCheckedChange={(isOn) => form.tick(item, isOn, readNow())}>
                {t(`checks.${item}`)}
              </Checkbox>
              {tick && <span className="text-12 text-ink-3">{format.time(tick.at)}</span>}
            </span>
          );
        })}
      </div>
    </Panel>
  );
}
