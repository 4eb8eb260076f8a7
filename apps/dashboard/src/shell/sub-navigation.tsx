import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router-dom';

interface Part {
  readonly path: string;
  readonly name: string;
}

/** The parts of one section, each at an address of its own. */
export function SubNavigation({
  parts,
  label,
}: {
  readonly parts: readonly Part[];
  readonly label: string;
}) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('shell.partsOf', { section: label })} className="sub-navigation">
      {parts.map(({ path, name }) => (
        <NavLink key={path} to={path}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
