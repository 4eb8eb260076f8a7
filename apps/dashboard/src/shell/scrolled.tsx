import type { ReactNode } from 'react';

interface Properties {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What is wider than the page scrolls by itself, by keyboard as well. */
export function Scrolled({ label, className, children }: Properties) {
  return (
    <section
      className={className === undefined ? 'scrolled' : `scrolled ${className}`}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      {children}
    </section>
  );
}
