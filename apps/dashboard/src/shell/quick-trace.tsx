import Input from 'antd/es/input';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { readNumber } from '../trace/number';

/** A box on every page: a scanner types the number and Enter. */
export function QuickTrace() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const trace = (event: FormEvent) => {
    event.preventDefault();
    const number = readNumber(typed);
    if (number.kind === 'empty') return;
    setTyped('');
    void navigate(`/trace/${encodeURIComponent(number.text)}`);
  };
  return (
    <search className="quick-trace">
      <form onSubmit={trace}>
        <Input
          type="search"
          aria-label={t('shell.quickTrace')}
          placeholder={t('shell.quickTraceHint')}
          value={typed}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={100}
          onChange={({ target }) => setTyped(target.value)}
        />
      </form>
    </search>
  );
}
