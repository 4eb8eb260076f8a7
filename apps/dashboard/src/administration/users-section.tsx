import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../quarters/states';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { Scrolled } from '../shell/scrolled';
import { ShowMore } from '../shell/show-more';
import { type KnownUser, useUsers } from './use-users';
import { UserDrawer } from './user-drawer';
import { UserForm } from './user-form';

function UserRow({
  user,
  powers,
  onOpen,
}: {
  readonly user: KnownUser;
  readonly powers: Powers;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation();
  const { username, displayName, centre, roles, backdate, disabled, firstPassword } = user;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="cell-button" onClick={onOpen}>
          {displayName}
        </button>{' '}
        <span className="code">{username}</span>
      </th>
      <td data-label={t('stock.centre')}>
        {centre === null
          ? roles.length > 0 && t('wholeInstallation')
          : (powers.centres.get(centre)?.name ?? centre)}
      </td>
      <td data-label={t('administration.roles')}>
        {roles.map((role) => t(`roles.${role}`)).join(' · ') || t('administration.noRoles')}
      </td>
      <td data-label={t('administration.state')}>
        <span className="marks">
          {disabled && <Mark tone="bad">{t('administration.disabled')}</Mark>}
          {backdate && <Mark tone="look">{t('administration.backdateShort')}</Mark>}
          {firstPassword && !disabled && (
            <Mark tone="none">{t('administration.passwordFirst')}</Mark>
          )}
        </span>
      </td>
    </tr>
  );
}

/** Who may log in, and what each may do. */
export function UsersSection({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useUsers();
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<string>();
  const [opened, setOpened] = useState<string>();
  const [sought, setSought] = useState('');
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const users = data.pages.flatMap(({ items }) => items);
  const words = sought.trim().toLowerCase();
  const nameOf = ({ centre }: KnownUser) => powers.centres.get(centre ?? '')?.name ?? '';
  const shown = users.filter((user) =>
    `${user.username} ${user.displayName} ${nameOf(user)}`.toLowerCase().includes(words),
  );
  return (
    <section className="panel" aria-labelledby="users">
      <div className="panel-head">
        <h2 id="users">{t('administration.parts.users')}</h2>
        {!isCreating && powers.centres.size > 0 && (
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('administration.newUser')}
          </Button>
        )}
      </div>
      {created !== undefined && (
        <Alert
          type="success"
          role="status"
          showIcon
          className="notice"
          title={t('administration.userCreated', { username: created })}
          description={t('administration.userCreatedWhat')}
        />
      )}
      {isCreating && (
        <UserForm
          powers={powers}
          onCancel={() => setCreating(false)}
          onDone={(username) => {
            setCreated(username);
            setCreating(false);
          }}
        />
      )}
      <Input.Search
        className="user-search after"
        aria-label={t('administration.seek')}
        placeholder={t('administration.seek')}
        allowClear
        value={sought}
        onChange={({ target }) => setSought(target.value)}
      />
      <Scrolled label={t('administration.parts.users')}>
        <table className="ledger is-cards">
          <thead>
            <tr>
              <th scope="col">{t('administration.user')}</th>
              <th scope="col">{t('stock.centre')}</th>
              <th scope="col">{t('administration.roles')}</th>
              <th scope="col">{t('administration.state')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((user) => (
              <UserRow
                key={user.username}
                user={user}
                powers={powers}
                onOpen={() => setOpened(user.username)}
              />
            ))}
          </tbody>
        </table>
      </Scrolled>
      <ShowMore {...{ hasNextPage, isFetching, fetchNextPage }} />
      <UserDrawer
        user={users.find(({ username }) => username === opened)}
        powers={powers}
        onClose={() => setOpened(undefined)}
      />
    </section>
  );
}
