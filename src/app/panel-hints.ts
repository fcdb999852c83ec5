/**
 * Says of every control of the panel what it does: to the mouse as a tooltip; to the keyboard and to a finger as a line
 * under the control that has the focus; to readers of the screen as its description. Loaded after the panel.
 */
import './panel-hints.css';
import type GUI from 'lil-gui';
import { describeBy } from './control-reason.ts';
import { element } from './dom.ts';
import { panelHint } from './panel-hint-texts.ts';
import type { Language } from './texts.ts';

/** @param gui as just built: it is built anew when its controls or the language change */
export function addHints(gui: GUI, language: Language): void {
  for (const { domElement, property } of gui.controllersRecursive()) {
    const hint = panelHint(property, language);
    if (hint === undefined) continue;
    const id = `hint-${property}`;
    const line = element('span', { id, class: 'control-hint' }, hint);
    const widget = domElement.querySelector<HTMLElement>('.lil-widget')!;
    for (const part of [domElement.querySelector<HTMLElement>('.lil-name')!, widget]) part.title = hint;
    widget.append(line);
    for (const control of domElement.querySelectorAll<HTMLElement>('input, select, button')) {
      describeBy(control, id);
      control.addEventListener('keydown', ({ key }) => {
        if (key === 'Escape') line.classList.add('dismissed');
      });
      control.addEventListener('blur', () => line.classList.remove('dismissed'));
    }
  }
  // A mouse has the tooltips. lil-gui keeps key events from those who listen above it.
  const { domElement } = gui;
  const show = (shown: boolean) => domElement.classList.toggle('with-hints', shown);
  domElement.addEventListener('keyup', ({ key }) => key === 'Tab' && show(true), true);
  domElement.addEventListener('pointerdown', ({ pointerType }) => show(pointerType === 'touch'), true);
}
