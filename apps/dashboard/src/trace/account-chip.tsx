import { useTranslation } from 'react-i18next';
import { useCentreNames } from '../stock/use-centres';
import type { CustodyAccount } from './account';

/** An account in words: its kind, and the centre or the consignment that has it. */
export function AccountChip({ account }: { readonly account: CustodyAccount }) {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  const { kind, text, centre, consignment } = account;
  if (kind === undefined) return <span className="account">{text}</span>;
  const holder = consignment
    ? t('trace.consignmentNamed', { consignment })
    : centre && nameOf(centre);
  return (
    <span className="account">
      <span className="account-kind">{t(`trace.accountKinds.${kind}`)}</span>
      {holder && <span className="account-holder">{holder}</span>}
    </span>
  );
}
