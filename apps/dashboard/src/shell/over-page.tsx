import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface Properties {
  readonly title: string;
  /** On Escape; without it only an answer leads on. */
  readonly onEscape?: () => void;
  /** The page below is not to be read meanwhile. */
  readonly isHiding?: boolean;
  readonly children: ReactNode;
}

/** A question over the page, above all else that floats there; what is below cannot be reached. */
export function OverPage({ title, onEscape, isHiding = false, children }: Properties) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing gives the focus back to where it was.
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={isHiding ? 'over-page is-hiding' : 'over-page'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onEscape?.();
      }}
      // A browser closes it at the second Escape, whatever the page says.
      onClose={({ currentTarget }) => currentTarget.showModal()}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
