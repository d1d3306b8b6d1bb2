'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import type { DemoAccount } from '@/server/auth/front';

type DemoAccountsProps = {
  accounts: readonly DemoAccount[];
  password: string;
  onChoose: (account: DemoAccount) => void;
};

export function DemoAccounts({ accounts, password, onChoose }: DemoAccountsProps) {
  const t = useTranslations('auth.demo');
  const isEnglish = useLocale() === 'en';
  return (
    <Panel
      title={t('title')}
      note={t('note')}
      className="w-full max-w-[560px]"
      actions={
        <span className="text-ink-2">
          {t('password')} <b className="font-code text-ink">{password}</b>
        </span>
      }
    >
      <Table density="tight">
        <TableHead>
          <HeadCell>{t('role')}</HeadCell>
          <HeadCell>{t('organisation')}</HeadCell>
          <HeadCell>{t('staffNo')}</HeadCell>
          <HeadCell>{t('person')}</HeadCell>
        </TableHead>
        <tbody>
          {accounts.map((account) => (
            <TableRow
              key={`${account.orgId} ${account.staffNo}`}
              className="cursor-pointer"
              onClick={() => onChoose(account)}
            >
              <Cell>{isEnglish ? account.shownAs.en : account.shownAs.zh}</Cell>
              <Cell>
                <span className="font-code text-ink-2">{account.orgId}</span>{' '}
                {isEnglish ? account.orgNameEn : account.orgName}
              </Cell>
              <Cell>
                <button
                  type="button"
                  aria-label={t('fill', { name: account.name })}
                  className="min-h-6 rounded font-code underline-offset-2 group-hover/row:underline"
                >
                  {account.staffNo}
                </button>
              </Cell>
              <Cell>{account.name}</Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
