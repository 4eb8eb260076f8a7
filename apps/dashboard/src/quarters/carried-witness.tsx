import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import { useWitnessState } from '../witness/use-witness';
import { WitnessPanel } from '../witness/witness-panel';
import type { Witness } from '../witness/witnessing';

interface Properties {
  readonly centre: string;
  readonly witness: Witness | undefined;
  readonly onChange: (witness: Witness | undefined) => void;
  /** What filing was refused for. */
  readonly error: unknown;
}

/** Whether the key that holds for the centre is this browser's: the API takes no other (TL-17). */
export function useIsRegistered(centre: string): boolean {
  const { data } = useWitnessState(centre);
  return data?.ownKey !== undefined && data.ownKey === data.registeredKey;
}

/** The witness alone was refused: the return may be filed without it. */
const isOfWitness = (error: unknown): boolean =>
  error instanceof Refused &&
  (error.problem.errors ?? []).some(({ path }) => path?.startsWith('/witness'));

/** What the centre has seen of the log, for the return to carry; it may be left out. */
export function CarriedWitness({ centre, witness, onChange, error }: Properties) {
  const { t } = useTranslation();
  const isRegistered = useIsRegistered(centre);
  const leaveOut = (
    <Button size="small" onClick={() => onChange(undefined)}>
      {t('witness.leaveOut')}
    </Button>
  );
  return (
    <div className="carried-witness">
      <p className="hint">{t('witness.inReturn')}</p>
      <WitnessPanel centre={centre} onCosigned={onChange} />
      {witness && (
        <Alert
          type={isRegistered ? 'success' : 'warning'}
          role="status"
          showIcon
          className="notice"
          title={t(isRegistered ? 'witness.carried' : 'witness.notCarried')}
          action={leaveOut}
        />
      )}
      {isOfWitness(error) && <p role="alert">{t('witness.fileWithout')}</p>}
    </div>
  );
}
