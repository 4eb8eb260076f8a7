/** Which page is at which address. Every page but the login comes in a chunk of its own. */
import { createBrowserRouter } from 'react-router-dom';
import { LoginPage } from './session/login-page';
import { FirstPage } from './shell/first-page';
import { PageFault } from './shell/page-fault';
import { readablePath } from './shell/readable-path';
import { RequireSession } from './shell/require-session';
import { UnknownPage } from './shell/unknown-page';

const deskPage = {
  lazy: async () => ({ Component: (await import('./desk/desk-page')).DeskPage }),
};
const postPage = {
  lazy: async () => ({ Component: (await import('./posts/post-page')).PostPage }),
};
const uploadPage = {
  lazy: async () => ({ Component: (await import('./posts/upload-page')).UploadPage }),
};
const vouchersPage = {
  lazy: async () => ({ Component: (await import('./posts/vouchers-page')).VouchersPage }),
};
const proposalsPage = {
  lazy: async () => ({ Component: (await import('./proposals/proposals-page')).ProposalsPage }),
};
const stockPage = {
  lazy: async () => ({ Component: (await import('./stock/stock-page')).StockPage }),
};
const flowPage = {
  lazy: async () => ({ Component: (await import('./flow/flow-page')).FlowPage }),
};
const journalPage = {
  lazy: async () => ({ Component: (await import('./journal/journal-page')).JournalPage }),
};
const tracePage = {
  lazy: async () => ({ Component: (await import('./trace/trace-page')).TracePage }),
};

const quartersPage = {
  lazy: async () => ({ Component: (await import('./quarters/board-page')).QuartersPage }),
};
const reportsPage = {
  lazy: async () => ({ Component: (await import('./reports/reports-page')).ReportsPage }),
};
const administrationPage = {
  lazy: async () => ({
    Component: (await import('./administration/administration-page')).AdministrationPage,
  }),
};
const firstRunPage = {
  lazy: async () => ({ Component: (await import('./first-run/first-run-page')).FirstRunPage }),
};
const auditPage = {
  lazy: async () => ({ Component: (await import('./audit/audit-page')).AuditPage }),
};
const cyclePage = {
  lazy: async () => ({ Component: (await import('./quarters/cycle-page')).CyclePage }),
};

const verifyPage = {
  lazy: async () => ({ Component: (await import('./verify/verify-page')).VerifyPage }),
};

/** The router warns of what it cannot decode, and shows it all the same. */
function readAddress(): void {
  const { pathname, search, hash } = location;
  const path = readablePath(pathname);
  if (path !== pathname) history.replaceState(history.state, '', `${path}${search}${hash}`);
}

export function createRouter() {
  readAddress();
  return createBrowserRouter([
    { path: '/login', element: <LoginPage />, errorElement: <PageFault /> },
    {
      path: '/verify',
      errorElement: <PageFault />,
      hydrateFallbackElement: <div className="loading" />,
      ...verifyPage,
    },
    {
      path: '/',
      element: <RequireSession />,
      errorElement: <PageFault />,
      hydrateFallbackElement: <div className="loading" />,
      children: [
        {
          errorElement: <PageFault />,
          children: [
            { index: true, element: <FirstPage /> },
            { path: 'desk', ...deskPage },
            { path: 'posts/:kind/:subject?', ...postPage },
            { path: 'uploads/:id', ...uploadPage },
            { path: 'vouchers', ...vouchersPage },
            { path: 'proposals', ...proposalsPage },
            { path: 'stock/:code?', ...stockPage },
            { path: 'flow/:code?', ...flowPage },
            { path: 'trace/:number?', ...tracePage },
            { path: 'journal/:code?', ...journalPage },
            { path: 'reports/:report?', ...reportsPage },
            { path: 'audit/:part?', ...auditPage },
            { path: 'administration/:part?', ...administrationPage },
            { path: 'first-run', ...firstRunPage },
            { path: 'quarters', ...quartersPage },
            { path: 'quarters/:centre/:quarter', ...cyclePage },
            { path: '*', element: <UnknownPage /> },
          ],
        },
      ],
    },
  ]);
}
