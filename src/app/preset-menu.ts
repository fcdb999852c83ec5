/**
 * The menu of presets: a button with the name of what is shown, and a list of all presets with what each asks.
 */
import { computed, effect } from '@preact/signals-core';
import { PRESETS } from '../core/presets/index.ts';
import { resolveParameters } from '../core/presets/preset.ts';
import { element } from './dom.ts';
import { enableMenu } from './menu.ts';
import { presetLine } from './preset-lines.ts';
import { presetTitle } from './preset-texts.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';
import { text } from './texts.ts';

const LIST_ID = 'preset-list';

export function showPresetMenu(root: HTMLElement, store: Store): void {
  const name = element('span', { id: 'experiment-name' });
  const button = element('button', { type: 'button', id: 'preset-menu' }, name);
  const list = element('ul', { id: LIST_ID, class: 'menu', role: 'menu' });
  root.append(button, list);

  enableMenu({
    root,
    button,
    list,
    entries: () => entries(store.state.peek()),
    choose({ dataset: { preset } }) {
      if (preset !== undefined) store.set({ preset });
    },
  });

  const title = computed(() => experimentTitle(store.state.value));
  const label = computed(() => text('presets', store.state.value.language));
  effect(() => {
    name.textContent = title.value;
    button.setAttribute('aria-label', `${label.value}: ${title.value}`);
    list.setAttribute('aria-label', label.value);
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

/** What the shown experiment is called. */
export function experimentTitle({ preset, params, experiment, language }: State): string {
  if (preset === null) return experiment.name || text('customExperiment', language);
  return presetTitle(preset, params, language);
}
