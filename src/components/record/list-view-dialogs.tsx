'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Trash2 from 'lucide-react/icons/trash-2';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { columnChoices, fixedColumns } from '@/domain/list-views';
import { type Failure, readFailure } from './failure';
import { FailurePanel } from './failure-panel';
import type { ListViewMenuProps, ListViewQuestion } from './list-view-menu';
import type { KeptView } from './list-views';
import { useRecordWords } from './record-words';

type DialogProps = ListViewMenuProps & { onClose: () => void };

export default function ListViewDialogs({ asked, ...props }: DialogProps & { asked: ListViewQuestion }) {
  /** Chosen in somebody else's view: kept as one's own. */
  const [columns, setColumns] = useState<{ chosen: readonly string[] | null } | null>(null);
  if (columns) return <SaveDialog {...props} columns={columns.chosen} initialName={props.list.view?.name ?? ''} />;
  if (asked === 'columns') return <ColumnsDialog {...props} onSaveAs={(chosen) => setColumns({ chosen })} />;
  if (asked === 'save') return <SaveDialog {...props} />;
  return <ManageDialog {...props} />;
}

/** Sends once at a time; what was refused stands in the dialog, which stays open. */
function useSending() {
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function send(work: () => Promise<unknown>, then?: () => void) {
    if (isSending) return;
    setSending(true);
    try {
      await work();
      setFailure(null);
      then?.();
    } catch (error) {
      setFailure(readFailure(error));
    } finally {
      setSending(false);
    }
  }
  return { isSending, failure, send };
}

type SaveDialogProps = DialogProps & { columns?: readonly string[] | null; initialName?: string };

function SaveDialog({ definition, list, views, onClose, columns = list.columns, initialName = '' }: SaveDialogProps) {
  const t = useTranslations('record.view');
  const common = useTranslations('common.action');
  const [id] = useState(views.mintId);
  const [name, setName] = useState(initialName);
  const [isShared, setShared] = useState(false);
  const { isSending, failure, send } = useSending();
  const isNamed = name.trim() !== '';
  const hasDates = Object.keys(list.filters).some((filter) => definition.filters[filter]?.kind === 'since-until');
  function save() {
    if (!isNamed) return;
    const view = { id, name: name.trim(), isShared, tab: list.tab.name, filters: list.filters, columns };
    void send(
      () => views.save(view),
      () => {
        list.chooseView({ ...view, isMine: true, mayRemove: true, by: '' });
        onClose();
      },
    );
  }
  useKey('Ctrl Enter', save, { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title={t('saveTitle')}
      description={t('saveHint')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={isSending} isDisabled={!isNamed} onClick={save} kbd="Ctrl Enter">
            {common('save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && <FailurePanel definition={definition} failure={failure} />}
        <Field label={t('name')}>
          <TextInput value={name} onValueChange={setName} maxLength={40} />
        </Field>
        <Checkbox isChecked={isShared} onCheckedChange={setShared}>
          {t('share')}
        </Checkbox>
        {hasDates && <p className="text-12 text-ink-3">{t('datesStay')}</p>}
      </div>
    </Dialog>
  );
}

function ManageDialog({ definition, views, onClose }: DialogProps) {
  const t = useTranslations('record.view');
  const common = useTranslations('common.action');
  const { isSending, failure, send } = useSending();
  const [doomed, setDoomed] = useState<KeptView | null>(null);
  const kept = views.views.filter(({ isMine, mayRemove, name }) => (isMine || mayRemove) && name !== '');
  const remove = (id: string) => void send(() => views.remove(id));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title={t('manageTitle')}
      description={t('manageHint')}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      {failure && <FailurePanel definition={definition} failure={failure} />}
      {kept.length === 0 && <p className="py-4 text-14 text-ink-2">{t('none')}</p>}
      <ul>
        {kept.map((view) => (
          <li key={view.id} className="flex h-10 items-center gap-3 border-b border-line text-14">
            <span className="min-w-0 flex-1 truncate">{view.name}</span>
            {view.isMine ? (
              <Checkbox
                isChecked={view.isShared}
                onCheckedChange={(isShared) => void send(() => views.save({ id: view.id, isShared }))}
              >
                {t('share')}
              </Checkbox>
            ) : (
              <span className="text-12 text-ink-3">{t('sharedBy', { who: view.by })}</span>
            )}
            <IconButton
              label={t('remove', { name: view.name })}
              icon={<Icon of={Trash2} />}
              onClick={() => (view.isShared ? setDoomed(view) : remove(view.id))}
            />
          </li>
        ))}
      </ul>
      <AlertDialog
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        title={t('removeTitle', { name: doomed?.name ?? '' })}
        tone="danger"
        actionLabel={t('removeAction')}
        isPending={isSending}
        onAction={() => {
          if (doomed) remove(doomed.id);
          setDoomed(null);
        }}
      >
        {t('removeShared')}
      </AlertDialog>
    </Dialog>
  );
}

type ColumnsDialogProps = DialogProps & { onSaveAs: (columns: readonly string[] | null) => void };

function ColumnsDialog({ definition, list, views, onClose, onSaveAs }: ColumnsDialogProps) {
  const t = useTranslations('record.view');
  const common = useTranslations('common.action');
  const words = useRecordWords(definition);
  const { isSending, failure, send } = useSending();
  const [newId] = useState(views.mintId);
  const fixed = fixedColumns(definition);
  const free = columnChoices(definition).filter((name) => !fixed.includes(name));
  const shown = list.columns.filter((name) => !fixed.includes(name));
  const [order, setOrder] = useState(() => [...shown, ...free.filter((name) => !shown.includes(name))]);
  const [ticked, setTicked] = useState<readonly string[]>(shown);
  const rows = useRef<HTMLUListElement>(null);
  const own = views.views.find(({ isMine, name }) => isMine && name === '');

  const isOthers = list.view !== null && !list.view.isMine;

  /** Where a saved view of one's own is looked through, its columns change; in somebody else's, a view of one's own is made; else those of the list. */
  function keep(columns: readonly string[] | null) {
    if (isOthers) return onSaveAs(columns);
    void send(
      () => views.save(list.view ? { id: list.view.id, columns } : { id: own?.id ?? newId, name: '', columns }),
      onClose,
    );
  }
  const save = () => keep(order.filter((name) => ticked.includes(name)));
  useKey('Ctrl Enter', save, { reach: 'dialog' });

  function move(name: string, by: 1 | -1) {
    const at = order.indexOf(name);
    const to = at + by;
    if (to < 0 || to >= order.length) return;
    const next = order.filter((other) => other !== name);
    next.splice(to, 0, name);
    setOrder(next);
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>, name: string) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const by = event.key === 'ArrowUp' ? -1 : 1;
    if (event.altKey) return move(name, by);
    const boxes = [...(rows.current?.querySelectorAll<HTMLElement>('[role="checkbox"]') ?? [])];
    boxes[order.indexOf(name) + by]?.focus();
  }
  const rowClasses = 'flex h-9 items-center gap-2 border-b border-line text-14';
  const fixedRow = (name: string) => (
    <li key={name} className={`${rowClasses} text-ink-3`}>
      <span className="flex-1">{words.field(name)}</span>
      <span className="text-12">{t('fixed')}</span>
    </li>
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title={t('columnsTitle')}
      description={isOthers ? `${t('columnsOfOthers')} ${t('columnsHint')}` : t('columnsHint')}
      footer={
        <>
          <Button className="mr-auto" onClick={() => keep(null)}>
            {t('restore')}
          </Button>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={isSending} onClick={save} kbd="Ctrl Enter">
            {isOthers ? t('save') : common('save')}
          </Button>
        </>
      }
    >
      {failure && <FailurePanel definition={definition} failure={failure} />}
      <ul ref={rows}>
        {fixed.slice(0, 1).map(fixedRow)}
        {order.map((name) => (
          <li key={name} className={rowClasses} onKeyDown={(event) => onKeyDown(event, name)}>
            <Checkbox
              className="flex-1"
              isChecked={ticked.includes(name)}
              onCheckedChange={(isOn) => setTicked(isOn ? [...ticked, name] : ticked.filter((other) => other !== name))}
            >
              {words.field(name)}
            </Checkbox>
            <IconButton
              label={t('up', { name: words.field(name) })}
              icon={<Icon of={ArrowUp} />}
              tabIndex={-1}
              disabled={order[0] === name}
              onClick={() => move(name, -1)}
            />
            <IconButton
              label={t('down', { name: words.field(name) })}
              icon={<Icon of={ArrowDown} />}
              tabIndex={-1}
              disabled={order.at(-1) === name}
              onClick={() => move(name, 1)}
            />
          </li>
        ))}
        {fixed.slice(1).map(fixedRow)}
      </ul>
    </Dialog>
  );
}
