/** Why a control of the panel cannot be used: a line under it, which is its description too. */
import type { Controller } from 'lil-gui';
import { element } from './dom.ts';

/** Puts the line there, empty: `giveReason` fills it. */
export function addReason({ domElement, property }: Controller): void {
  const id = `reason-${property}`;
  const line = element('p', { id, class: 'control-reason' });
  line.hidden = true;
  domElement.after(line);
  for (const control of domElement.querySelectorAll('input, select')) describeBy(control, id);
}

/** Has the control say why it cannot be used. @param reason undefined: it can */
export function giveReason(controller: Controller, reason: string | undefined): void {
  sayReason(controller, reason);
  controller.enable(reason === undefined);
}

/** Has a control that can be used say why it does not do what it says. @param reason undefined: it does */
export function sayReason(controller: Controller, reason: string | undefined): void {
  const line = controller.domElement.nextElementSibling as HTMLElement;
  line.textContent = reason ?? '';
  line.hidden = reason === undefined;
}

/** Adds an element to those that describe a control. */
export function describeBy(control: Element, id: string): void {
  const ids = control.getAttribute('aria-describedby');
  control.setAttribute('aria-describedby', ids === null ? id : `${ids} ${id}`);
}
