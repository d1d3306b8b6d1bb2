'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FileUp from 'lucide-react/icons/file-up';
import Plus from 'lucide-react/icons/plus';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { Button, buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { productRecord } from '@/domain/products/record';
import { ProductDialog } from './product-dialog';
import { ProductDrawer } from './product-drawer';

export interface ProductRights {
  readonly mayRegister: boolean;
  readonly mayModify: boolean;
  readonly mayRetire: boolean;
  readonly mayImport: boolean;
  readonly mayExport: boolean;
}

const tabs = [
  { name: 'all' },
  { name: 'unmapped', filters: { state: 'unmapped' } },
  { name: 'active', filters: { state: 'active,upcoming' } },
  { name: 'retired', filters: { state: 'retired' } },
] as const;

/** 产品表, and on top of it the codes that it lacks: opened by whoever may register, such a line is the form with the code filled in. */
export function ProductList({ rights }: { rights: ProductRights }) {
  const t = useTranslations('products');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(productRecord, tabs);
  const answer = useQuery(trpc.products.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const open = useOpenDialog();
  return (
    <RecordListPage
      definition={productRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['modifiers', 'lastSeenOrgId', 'lastSeenPlace', 'seen']}
      rowState={(row) => (row.state === 'unmapped' ? 'warn' : row.state === 'retired' ? 'blocked' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.mayImport && (
            <Link href="/products/import" className={buttonClasses('secondary', 'dense')}>
              <Icon of={FileUp} />
              {t('import')}
            </Link>
          )}
          {rights.mayRegister && (
            <Button
              size="dense"
              variant="primary"
              icon={<Icon of={Plus} />}
              onClick={() => open((close) => <ProductDialog product={null} onClose={close} />)}
            >
              {t('create')}
            </Button>
          )}
        </>
      }
      drawer={
        list.openId && (
          <ProductDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
