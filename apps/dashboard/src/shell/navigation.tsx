import CloseOutlined from '@ant-design/icons/es/icons/CloseOutlined';
import MenuOutlined from '@ant-design/icons/es/icons/MenuOutlined';
import Button from 'antd/es/button';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router-dom';
import type { User } from '../session/session';
import { offeredTo, type Section } from './sections';

const panelId = 'sections';

function Entry({ section }: { readonly section: Section }) {
  const { t } = useTranslation();
  return (
    <li>
      <NavLink to={section.path}>{t(`shell.${section.name}`)}</NavLink>
    </li>
  );
}

/**
 * All sections that the user is offered, in groups. On a narrow screen they are folded behind a
 * button: opening moves the focus to the first, Escape takes it back, and who goes on with Tab
 * leaves the menu behind, closed.
 */
export function Navigation({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const { key } = useLocation();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: wherever somebody goes, the menu closes.
  useEffect(() => setOpen(false), [key]);
  useEffect(() => {
    if (isOpen) panel.current?.querySelector('a')?.focus();
  }, [isOpen]);
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpen(false);
  };
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    setOpen(false);
    button.current?.focus();
  };
  return (
    <nav
      aria-label={t('shell.navigation')}
      className={isOpen ? 'navigation is-open' : 'navigation'}
      onBlur={leave}
      onKeyDown={closeOnEscape}
    >
      <Button
        ref={button}
        className="menu-button"
        icon={isOpen ? <CloseOutlined aria-hidden /> : <MenuOutlined aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={() => setOpen(!isOpen)}
      >
        {t('shell.menu')}
      </Button>
      <div id={panelId} ref={panel} className="section-groups">
        {offeredTo(user).map(({ name, sections }) => (
          <div key={name} className="section-group">
            <span id={`group-${name}`} className="section-group-name">
              {t(`shell.groups.${name}`)}
            </span>
            <ul aria-labelledby={`group-${name}`}>
              {sections.map((section) => (
                <Entry key={section.path} section={section} />
              ))}
            </ul>
          </div>
        ))}
        <NavLink to="/administration/account" className="menu-account">
          {t('shell.accountOf', { name: user.displayName })}
        </NavLink>
      </div>
    </nav>
  );
}
