import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Who goes to another page by a menu or a link that is gone with the page before is taken to the
 * heading of the new one, which is read out; Tab goes on from there. A page that takes the focus
 * itself keeps it, and so does a link in the page that is still there.
 */
export function useArrival(content: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const left = useRef(pathname);
  useEffect(() => {
    if (left.current === pathname) return;
    left.current = pathname;
    const page = content.current;
    if (!page || page.contains(document.activeElement)) return;
    const heading = page.querySelector('h1') ?? page;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [pathname, content]);
}
