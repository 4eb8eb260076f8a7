import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { readersLanguage } from './language/language';
import { beginLanguage, currentLanguage } from './language/translations';
import { Session } from './session/session';
// The order matters: narrow screens and paper overrule what stands before them.
import './styles/frame.css';
import './styles/entrance.css';
import './styles/verify.css';
import './styles/stock.css';
import './styles/trace.css';
import './styles/posts.css';
import './styles/counting.css';
import './styles/rosters.css';
import './styles/desk.css';
import './styles/narrow.css';
import './styles/print.css';

/** Nothing is shown before the words are there and it is known whether someone is logged in. */
async function begin(): Promise<void> {
  const session = new Session(currentLanguage);
  await Promise.all([beginLanguage(readersLanguage()), session.resume()]);
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no element for the dashboard');
  createRoot(root).render(
    <StrictMode>
      <App session={session} />
    </StrictMode>,
  );
}

begin().catch(() => {
  const root = document.getElementById('root');
  if (root)
    root.textContent = '无法加载页面，请重新加载。 The page could not be loaded. Load it again.';
});
