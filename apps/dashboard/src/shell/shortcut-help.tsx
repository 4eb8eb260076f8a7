import Checkbox from 'antd/es/checkbox';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PostKind } from '../posts/kinds';
import { areShortcutsOn, placeKeys, postKeys, turnShortcuts } from './shortcut-keys';

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((key) => <kbd key={key}>{key}</kbd>);
}

interface Properties {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Every shortcut in one look, and the switch to turn them off. */
export default function ShortcutHelp({ isOpen, onClose }: Properties) {
  const { t } = useTranslation();
  const [isOn, setOn] = useState(areShortcutsOn);
  const turn = (next: boolean) => {
    turnShortcuts(next);
    setOn(next);
  };
  return (
    <Modal
      open={isOpen}
      title={t('desk.shortcuts.title')}
      footer={null}
      closable={{ 'aria-label': t('forms.close') }}
      onCancel={onClose}
    >
      <dl className="shortcuts">
        <dt>
          <Keys keys={['?']} />
        </dt>
        <dd>{t('desk.shortcuts.help')}</dd>
        {Object.entries(placeKeys).map(([key, place]) => (
          <div key={key}>
            <dt>
              <Keys keys={['g', key]} />
            </dt>
            <dd>{t(`desk.shortcuts.places.${place.slice(1) as PlaceName}`)}</dd>
          </div>
        ))}
        {Object.entries(postKeys).map(([kind, key]) => (
          <div key={kind}>
            <dt>
              <Keys keys={['n', key]} />
            </dt>
            <dd>{t(`posts.kinds.${kind as PostKind}.title`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <Keys keys={['Ctrl', 'Enter']} />
          </dt>
          <dd>{t('desk.shortcuts.goOn')}</dd>
        </div>
        <div>
          <dt>
            <Keys keys={['Enter']} />
          </dt>
          <dd>{t('desk.shortcuts.enter')}</dd>
        </div>
      </dl>
      <Checkbox checked={isOn} onChange={({ target }) => turn(target.checked)}>
        {t('desk.shortcuts.on')}
      </Checkbox>
    </Modal>
  );
}

type PlaceName = 'desk' | 'proposals' | 'stock' | 'trace' | 'quarters' | 'vouchers';
