import Button from 'antd/es/button';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { areShortcutsOn, placeKeys, postKeys } from './shortcut-keys';

const ShortcutHelp = lazy(() => import('./shortcut-help'));

/** So long the second key may take. */
const secondKeyMs = 1_500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Where two keys lead. */
function placeOf(first: string, second: string): string | undefined {
  if (first === 'g') return placeKeys[second as keyof typeof placeKeys];
  const kind = Object.entries(postKeys).find(([, key]) => key === second)?.[0];
  return kind && `/posts/${kind}`;
}

/** The keys of every page, and `?` that tells them. */
export function Shortcuts() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  /** The dialog stays from then on: closing, it gives the focus back to where it was. */
  const [wasOpened, setOpened] = useState(false);
  if (isOpen && !wasOpened) setOpened(true);
  useEffect(() => {
    let first: { readonly key: string; readonly atMs: number } | undefined;
    const press = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey, altKey, timeStamp } = event;
      if (ctrlKey || metaKey || altKey || event.isComposing || isTyping(target)) return;
      if (!areShortcutsOn()) return;
      if (key === '?') return setOpen(true);
      const isSecond = first !== undefined && timeStamp - first.atMs < secondKeyMs;
      const place = isSecond && first ? placeOf(first.key, key) : undefined;
      first = !isSecond && (key === 'g' || key === 'n') ? { key, atMs: timeStamp } : undefined;
      if (place === undefined) return;
      event.preventDefault();
      void navigate(place);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [navigate]);
  return (
    <>
      <Button
        type="text"
        className="help-button"
        aria-label={t('desk.shortcuts.open')}
        onClick={() => setOpen(true)}
      >
        ?
      </Button>
      {wasOpened && (
        <Suspense>
          <ShortcutHelp isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
