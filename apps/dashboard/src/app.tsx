import LoadingOutlined from '@ant-design/icons/es/icons/LoadingOutlined';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import ConfigProvider from 'antd/es/config-provider';
import type { i18n as I18n } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router-dom';
import { ApiContext, createApi } from './api/client';
import { isPassing } from './api/problem';
import { widgetWords } from './language/translations';
import { forgetDrafts } from './posts/drafts';
import { createRouter } from './router';
import type { Session } from './session/session';
import { SessionContext } from './session/use-session';
import { theme } from './theme';

const retryCountMax = 2;
/**
 * Stands and goes at once. The library's own mark slides in and out, and stays for ever, too narrow
 * to be seen, in a button that was busy for no longer than a slow frame: to those who hear the page
 * it is still busy then.
 */
const button = { autoInsertSpace: false, loadingIcon: <LoadingOutlined /> };
/** Answers younger than this are shown again without asking. */
const freshForMs = 5_000;

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshForMs,
        // Asked even when the browser believes to be offline: its belief is often wrong.
        networkMode: 'always',
        retry: (count, error) => count < retryCountMax && isPassing(error),
      },
    },
  });
}

/** What one user was shown or typed is gone before the next one sees a page. */
function useForgetting(session: Session, queries: QueryClient): void {
  useEffect(() => {
    const forget = () => {
      const { state } = session;
      if (state.kind === 'none' || state.kind === 'replaced') queries.clear();
      if (state.kind === 'open') forgetDrafts({ butOf: state.user.username });
      // Whose session has only ended comes back to what they typed.
      if (state.kind === 'replaced' || (state.kind === 'none' && state.why === 'left')) {
        forgetDrafts();
      }
    };
    forget();
    return session.subscribe(forget);
  }, [session, queries]);
}

/** Refusals are in the language that they were asked in: those shown are asked for again. */
function useRefusalsInLanguage(i18n: I18n, queries: QueryClient): void {
  useEffect(() => {
    const askAgain = () =>
      void queries.resetQueries({ predicate: ({ state }) => state.status === 'error' });
    i18n.on('languageChanged', askAgain);
    return () => i18n.off('languageChanged', askAgain);
  }, [i18n, queries]);
}

export function App({ session }: { readonly session: Session }) {
  const { i18n } = useTranslation();
  const [queries] = useState(createQueries);
  const [router] = useState(createRouter);
  const api = useMemo(() => createApi(session), [session]);
  useForgetting(session, queries);
  useRefusalsInLanguage(i18n, queries);
  return (
    <ConfigProvider locale={widgetWords(i18n.language)} theme={theme} button={button}>
      <SessionContext value={session}>
        <ApiContext value={api}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ApiContext>
      </SessionContext>
    </ConfigProvider>
  );
}
