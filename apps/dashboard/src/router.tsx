/** Which page is at which address. Every page but the login comes in a chunk of its own. */
import { createBrowserRouter, Navigate } from 'react-router-dom';
import { LoginPage } from './session/login-page';
import { PageFault } from './shell/page-fault';
import { RequireSession } from './shell/require-session';
import { UnknownPage } from './shell/unknown-page';

const stockPage = {
  lazy: async () => ({ Component: (await import('./stock/stock-page')).StockPage }),
};
const flowPage = {
  lazy: async () => ({ Component: (await import('./flow/flow-page')).FlowPage }),
};
const tracePage = {
  lazy: async () => ({ Component: (await import('./trace/trace-page')).TracePage }),
};

const quartersPage = {
  lazy: async () => ({ Component: (await import('./quarters/board-page')).QuartersPage }),
};
const cyclePage = {
  lazy: async () => ({ Component: (await import('./quarters/cycle-page')).CyclePage }),
};

const verifyPage = {
  lazy: async () => ({ Component: (await import('./verify/verify-page')).VerifyPage }),
};

export function createRouter() {
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
            { index: true, element: <Navigate to="/stock" replace /> },
            { path: 'stock/:code?', ...stockPage },
            { path: 'flow/:code?', ...flowPage },
            { path: 'trace/:number?', ...tracePage },
            { path: 'quarters', ...quartersPage },
            { path: 'quarters/:centre/:quarter', ...cyclePage },
            { path: '*', element: <UnknownPage /> },
          ],
        },
      ],
    },
  ]);
}
