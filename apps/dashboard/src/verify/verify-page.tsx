import Button from 'antd/es/button';
import Form from 'antd/es/form';
import Input from 'antd/es/input';
import Radio from 'antd/es/radio';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { Brand } from '../shell/brand';
import { LanguageSwitch } from '../shell/language-switch';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { ask, type Question } from './ask';
import type { Verified } from './judgement';
import { Verdict } from './verdict';

const idTailPattern = /^\s*\S{4}\s*$/u;

/** What is asked about a person stays in the form: it never becomes a part of the address. */
function VerifyForm({ onAsk, isAsking }: FormProperties) {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const [by, setBy] = useState<Question['by']>('name');
  const number = parameters.get('number') ?? '';
  const required = (message: string) => ({ required: true, whitespace: true, message });
  return (
    <Form<Question>
      layout="vertical"
      requiredMark={false}
      validateTrigger="onSubmit"
      scrollToFirstError={{ focus: true }}
      initialValues={{ number, by }}
      onFinish={onAsk}
    >
      <Form.Item
        name="number"
        label={t('verify.number')}
        extra={t('verify.numberHint')}
        rules={[required(t('verify.numberMissing'))]}
      >
        <Input maxLength={50} autoComplete="off" spellCheck={false} autoFocus={number === ''} />
      </Form.Item>
      <Form.Item name="by" label={t('verify.by')}>
        <Radio.Group onChange={({ target }) => setBy(target.value)}>
          <Radio value="name">{t('verify.name')}</Radio>
          <Radio value="idTail">{t('verify.idTail')}</Radio>
        </Radio.Group>
      </Form.Item>
      {by === 'name' ? (
        <Form.Item
          key="name"
          name="name"
          label={t('verify.nameLabel')}
          rules={[required(t('verify.nameMissing'))]}
        >
          <Input maxLength={100} autoComplete="off" autoFocus={number !== ''} />
        </Form.Item>
      ) : (
        <Form.Item
          key="idTail"
          name="idTail"
          label={t('verify.idTailLabel')}
          rules={[{ required: true, pattern: idTailPattern, message: t('verify.idTailMissing') }]}
        >
          <Input maxLength={8} autoComplete="off" spellCheck={false} autoFocus />
        </Form.Item>
      )}
      <Form.Item name="serial" label={t('verify.serial')} extra={t('verify.serialHint')}>
        <Input maxLength={50} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isAsking}>
        {t('verify.submit')}
      </Button>
    </Form>
  );
}

interface FormProperties {
  readonly onAsk: (question: Question) => void;
  readonly isAsking: boolean;
}

/** The answer to the question asked last; what was asked before it does not overwrite it. */
function useCheck() {
  const [verified, setVerified] = useState<Verified>();
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const asked = useRef(0);
  const check = async (question: Question): Promise<void> => {
    asked.current += 1;
    const turn = asked.current;
    setAsking(true);
    setVerified(undefined);
    setError(undefined);
    try {
      const answer = await ask(question);
      if (turn === asked.current) setVerified(answer);
    } catch (failure) {
      if (turn === asked.current) setError(failure);
    } finally {
      if (turn === asked.current) setAsking(false);
    }
  };
  return { verified, error, isAsking, check };
}

/** Whether a paper is genuine: for anyone, from the address in its QR code or by hand. */
export function VerifyPage() {
  const { t } = useTranslation();
  const { verified, error, isAsking, check } = useCheck();
  const answer = useRef<HTMLDivElement>(null);
  usePageTitle(t('verify.title'));
  useEffect(() => {
    if (verified !== undefined || error !== undefined) {
      answer.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [verified, error]);
  return (
    <div className="entrance">
      <header className="entrance-top">
        <LanguageSwitch />
      </header>
      <main className="entrance-card verify-card">
        <div className="entrance-brand">
          <Brand />
          <p>{t('tagline')}</p>
        </div>
        <h1>{t('verify.title')}</h1>
        <p className="verify-intro">{t('verify.intro')}</p>
        <VerifyForm onAsk={(question) => void check(question)} isAsking={isAsking} />
        <div ref={answer}>
          {error !== undefined && <ProblemNotice error={error} />}
          {verified && <Verdict verified={verified} />}
        </div>
        <p className="verify-foot">{t('verify.foot')}</p>
      </main>
    </div>
  );
}
