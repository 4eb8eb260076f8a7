/** A scanner ends each number with Enter: that goes on to the next field, and checks nothing yet. */

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isControl = (element: Element): element is Control =>
  element.matches('input,textarea,select');

/** One stop for each choice, as Tab has it: on what is chosen, or on the first. */
function takesFocus(control: Control, all: readonly Control[]): boolean {
  if (control.disabled || control.type === 'checkbox') return false;
  if (control.type !== 'radio' || (control as HTMLInputElement).checked) return true;
  const isSame = ({ name, type }: Control) => type === 'radio' && name === control.name;
  return !all.some((other) => isSame(other) && (other as HTMLInputElement).checked);
}

/** The field after one for a number; undefined where Enter was pressed in another or the last. */
export function fieldAfterScan(from: EventTarget): Control | undefined {
  if (!(from instanceof HTMLInputElement) || !from.classList.contains('serial')) return undefined;
  const controls = [...(from.form?.elements ?? [])].filter(isControl);
  const place = controls.indexOf(from);
  return controls.find((control, index) => index > place && takesFocus(control, controls));
}
