import { useTranslation } from 'react-i18next';
import { useLiveState } from './use-changes';

/** Says whether the page follows what happens, in words; nothing while it is not known yet. */
export function LiveMark() {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <span className={`live-mark is-${state}`} role="status">
      {state !== 'connecting' && t(`live.${state}`)}
    </span>
  );
}
