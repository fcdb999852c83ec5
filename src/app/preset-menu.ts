/**
 * The menu of presets: a button with the name of what is shown, and a list of all presets with what each asks. The
 * arrow keys walk the list, Home and End lead to its ends, Escape closes it.
 */
import { effect } from '@preact/signals-core';
import { PRESETS } from '../core/presets/index.ts';
import { resolveParameters } from '../core/presets/preset.ts';
import { element } from './dom.ts';
import { presetLine } from './preset-lines.ts';
import { presetTitle } from './preset-texts.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';
import { text } from './texts.ts';

const LIST_ID = 'preset-list';

export function showPresetMenu(root: HTMLElement, store: Store): void {
  const name = element('span', { id: 'experiment-name' });
  const button = element(
    'button',
    { type: 'button', id: 'preset-menu', 'aria-haspopup': 'menu', 'aria-controls': LIST_ID },
    name,
  );
  const list = element('ul', { id: LIST_ID, role: 'menu' });
  root.append(button, list);

  const items = () => [...list.querySelectorAll('button')];
  const isOpen = () => !list.hidden;
  const close = () => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  };
  const open = () => {
    list.replaceChildren(...entries(store.state.peek()));
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    const chosen = items().find((item) => item.getAttribute('aria-checked') === 'true');
    (chosen ?? items()[0])?.focus();
  };
  const closeAndReturn = () => {
    close();
    button.focus();
  };
  close();

  button.addEventListener('click', () => (isOpen() ? close() : open()));
  root.addEventListener('keydown', (event) => {
    if (!isOpen()) {
      if (event.key !== 'ArrowDown') return;
      open();
    } else if (event.key === 'Escape') closeAndReturn();
    else if (!moveFocus(items(), event.key)) return;
    event.preventDefault();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!root.contains(relatedTarget as Node | null)) close();
  });
  // A press beside the menu that moves no focus.
  document.addEventListener('pointerdown', ({ target }) => {
    if (!root.contains(target as Node)) close();
  });
  list.addEventListener('click', ({ target }) => {
    const item = (target as Element).closest('button');
    if (!item) return;
    closeAndReturn();
    const { preset } = item.dataset;
    if (preset !== undefined) store.set({ preset });
  });

  effect(() => {
    const state = store.state.value;
    const title = experimentTitle(state);
    name.textContent = title;
    button.setAttribute('aria-label', `${text('presets', state.language)}: ${title}`);
    list.setAttribute('aria-label', text('presets', state.language));
  });
}

/** The presets, and before them the experiment from outside if one is shown: choosing that changes nothing. */
function entries(state: State): HTMLElement[] {
  const { preset: shown, language } = state;
  const presets = PRESETS.map((preset) => {
    const title = presetTitle(preset.name, resolveParameters(preset, {}), language);
    const item = entry(title, presetLine(preset.name, language), preset.name === shown);
    item.dataset.preset = preset.name;
    return item;
  });
  const items = shown === null ? [ownEntry(state), ...presets] : presets;
  return items.map((item) => element('li', { role: 'none' }, item));
}

function ownEntry({ experiment: { name }, language }: State): HTMLElement {
  const own = text('customExperiment', language);
  return name ? entry(name, own, true) : entry(own, undefined, true);
}

function entry(title: string, line: string | undefined, chosen: boolean): HTMLElement {
  const item = element(
    'button',
    { type: 'button', role: 'menuitemradio', tabindex: '-1', 'aria-checked': String(chosen) },
    element('span', { class: 'title' }, title),
  );
  if (line !== undefined) item.append(' ', element('span', { class: 'line' }, line));
  return item;
}

/** @returns whether the key is one that moves through a list */
function moveFocus(items: readonly HTMLElement[], key: string): boolean {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const count = items.length;
  const to = { ArrowDown: (at + 1) % count, ArrowUp: (at + count - 1) % count, Home: 0, End: count - 1 }[key];
  if (to === undefined) return false;
  items[to]?.focus();
  return true;
}

function experimentTitle({ preset, params, experiment, language }: State): string {
  if (preset === null) return experiment.name || text('customExperiment', language);
  return presetTitle(preset, params, language);
}
