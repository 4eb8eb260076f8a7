import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, languageNames } from '../language/language';
import { switchLanguage } from '../language/translations';

/** One click to the other language, named in that language. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const [isFailed, setFailed] = useState(false);
  const other: Language = i18n.language === 'zh-CN' ? 'en' : 'zh-CN';
  const change = () => {
    setFailed(false);
    switchLanguage(other).catch(() => setFailed(true));
  };
  return (
    <>
      {isFailed && <span role="alert">{t('language.failed')}</span>}
      <Button type="text" className="language-switch" lang={other} onClick={change}>
        {languageNames[other]}
      </Button>
    </>
  );
}
