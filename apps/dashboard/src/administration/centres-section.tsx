import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useFormat } from '../language/format';
import { Mark } from '../quarters/states';
import type { Powers } from '../session/powers';
import type { Centre } from '../stock/use-centres';
import { CentreDrawer } from './centre-drawer';
import { CentreForm } from './centre-form';

function Branch({
  centre,
  onOpen,
}: {
  readonly centre: Centre;
  readonly onOpen: (code: string) => void;
}) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { code, name, tier, liveFrom, closedOn, manager, children } = centre;
  return (
    <li>
      <div className="branch">
        <button type="button" className="cell-button" onClick={() => onOpen(code)}>
          {name}
        </button>
        <span className="code">{code}</span>
        <span className="quiet">
          {t(`tiers.${tier}`)} · {t('administration.liveSince', { day: day(liveFrom) })}
        </span>
        {closedOn !== undefined && (
          <Mark tone="none">{t('administration.closedOn', { day: day(closedOn) })}</Mark>
        )}
        {closedOn === undefined && tier !== 'station' && !manager && (
          <Mark tone="bad">{t('quarters.noManager')}</Mark>
        )}
      </div>
      {children.length > 0 && (
        <ul className="branches">
          {children.map((child) => (
            <Branch key={child.code} centre={child} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The tree of centres; the administrator lets it grow. */
export function CentresSection({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [isRegistering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<string>();
  const [opened, setOpened] = useState<string>();
  const roots = [...powers.centres.values()].filter(
    ({ parent }) => parent === undefined || !powers.centres.has(parent),
  );
  return (
    <section className="panel" aria-labelledby="centres">
      <div className="panel-head">
        <h2 id="centres">{t('administration.parts.centres')}</h2>
        {powers.isAdmin && powers.centres.size > 0 && !isRegistering && (
          <Button type="primary" onClick={() => setRegistering(true)}>
            {t('administration.newCentre')}
          </Button>
        )}
      </div>
      {registered !== undefined && (
        <Alert
          type="success"
          role="status"
          showIcon
          className="notice"
          title={t('administration.centreRegistered', {
            name: powers.centres.get(registered)?.name ?? registered,
          })}
        />
      )}
      {isRegistering && (
        <CentreForm
          powers={powers}
          parent={powers.home?.code}
          onCancel={() => setRegistering(false)}
          onDone={(code) => {
            setRegistered(code);
            setRegistering(false);
          }}
        />
      )}
      {powers.centres.size === 0 && (
        <p>
          {t('administration.noCentres')}{' '}
          {powers.isAdmin && <Link to="/first-run">{t('administration.toFirstRun')}</Link>}
        </p>
      )}
      <ul className="branches is-root">
        {roots.map((centre) => (
          <Branch key={centre.code} centre={centre} onOpen={setOpened} />
        ))}
      </ul>
      {!powers.isAdmin && <p className="hint after">{t('administration.whoRegisters')}</p>}
      <CentreDrawer
        centre={powers.centres.get(opened ?? '')}
        powers={powers}
        onClose={() => setOpened(undefined)}
      />
    </section>
  );
}
