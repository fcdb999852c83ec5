/** The panel's controls, handled with mouse and keyboard as a person does. */
import type { ElementHandle } from 'puppeteer';
import { waitFor } from '../../harness/wait-for.ts';
import type { App } from './app.ts';

function controlPath(name: string): string {
  return `#panel [data-control="${name}"]`;
}

/** Opens the folder that an element of the panel is in, as a person does who looks for it there. */
async function reveal(app: App, element: ElementHandle): Promise<void> {
  // A folder's own title is in the folder, but not among what it closes over.
  const name = await element.evaluate(
    (node) => node.closest('.lil-children')?.closest<HTMLElement>('.lil-closed')?.dataset.name,
  );
  if (name === undefined) return;
  await app.page.click(`#panel [data-name="${name}"] > .lil-title`);
  await waitFor(
    app.page,
    (folder) =>
      document.querySelector(`#panel [data-name="${folder}"]:not(.lil-closed, .lil-transition)`) !== null,
    [name],
  );
}

async function revealControl(app: App, name: string): Promise<void> {
  const control = await app.page.$(controlPath(name));
  if (!control) throw new Error(`the panel has no control "${name}"`);
  await reveal(app, control);
}

/** Chooses an option of a menu by its label: opens it with the mouse, walks it with the arrow keys. */
export async function choose(app: App, name: string, label: string): Promise<void> {
  await revealControl(app, name);
  const select = `${controlPath(name)} select`;
  const labels = await app.texts(`${select} option`);
  const index = labels.indexOf(label);
  if (index < 0) throw new Error(`${name} has no option "${label}": it has ${labels.join(', ')}`);
  await app.page.click(select);
  await app.page.keyboard.press('Home');
  for (let step = 0; step < index; step++) await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('Enter');
}

/** Types a number into a field in place of the old one. */
export async function type(app: App, name: string, text: string): Promise<void> {
  await revealControl(app, name);
  await app.page.click(`${controlPath(name)} input`, { count: 3 });
  await app.page.keyboard.type(text);
  await app.page.keyboard.press('Enter');
}

export async function toggle(app: App, name: string): Promise<void> {
  await revealControl(app, name);
  await app.page.click(`${controlPath(name)} input`);
}

/** Drags a slider's knob to a part (0 ... 1) of its width. */
export async function drag(app: App, name: string, to: number): Promise<void> {
  await revealControl(app, name);
  const slider = `${controlPath(name)} .lil-slider`;
  const fill = await app.page.$eval(`${slider} .lil-fill`, (node) => node.getBoundingClientRect().right);
  const box = await app.page.$eval(slider, (node) => {
    const { left, width, top, height } = node.getBoundingClientRect();
    return { left, width, middle: top + height / 2 };
  });
  const { mouse } = app.page;
  await mouse.move(fill, box.middle);
  await mouse.down();
  await mouse.move(box.left + to * box.width, box.middle, { steps: 5 });
  await mouse.up();
}

/** Presses a button of the panel by its label. */
export async function press(app: App, label: string): Promise<void> {
  const index = (await app.texts('#panel button')).indexOf(label);
  const button = (await app.page.$$('#panel button'))[index];
  if (!button) throw new Error(`the panel has no button "${label}"`);
  await reveal(app, button);
  await button.click();
}

/** What a control shows: the chosen option, the typed number, or whether it is ticked. */
export function shownBy(app: App, name: string): Promise<string | boolean> {
  return app.page.evaluate((path) => {
    const control = document.querySelector(path)!;
    const select = control.querySelector('select');
    if (select) return control.querySelector('.lil-display')!.textContent ?? '';
    const input = control.querySelector('input')!;
    return input.type === 'checkbox' ? input.checked : input.value;
  }, controlPath(name));
}
