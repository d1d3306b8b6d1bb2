'use client';
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { OnDemand } from './on-demand';

const loadPopup = () => import('./action-menu-popup');
const warm = () => void loadPopup().catch(() => undefined);
const ActionMenuPopup = lazy(loadPopup);

export type ActionMenuItem =
  | {
      kind?: 'action';
      key: string;
      label: ReactNode;
      note?: ReactNode;
      onSelect: () => void;
      isChosen?: boolean;
      isDanger?: boolean;
      /** Why it cannot be chosen; stands below the label. */
      disabledReason?: string;
    }
  | { kind: 'separator'; key: string }
  | { kind: 'heading'; key: string; label: ReactNode };

export type ActionMenuProps = {
  /** The button that opens it; it gets the menu's attributes. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly ActionMenuItem[];
  align?: 'start' | 'end';
};

/** A button with a list of actions. The list's code comes when the pointer or the focus nears the button. */
export function ActionMenu(props: ActionMenuProps) {
  const [isWanted, setIsWanted] = useState(false);
  const waiting = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: warm,
    onFocus: warm,
    onClick: () => setIsWanted(true),
  });
  if (!isWanted) return waiting;
  return (
    <OnDemand fallback={waiting}>
      <Suspense fallback={waiting}>
        <ActionMenuPopup {...props} />
      </Suspense>
    </OnDemand>
  );
}
