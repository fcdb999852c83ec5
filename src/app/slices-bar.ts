/** The line over the slices: what they go along, through where, their scale, and which colour is which loss. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import { SLICE_DIRECTIONS } from '../core/slice.ts';
import { hasCurves } from './curves-view.ts';
import type { DockHost } from './dock.ts';
import { element } from './dom.ts';
import { lossName } from './names.ts';
import type { SlicePlace } from './slice-run.ts';
import { axesOf, placeText } from './slice-texts.ts';
import { text } from './texts.ts';

/**
 * Fills `bar` and keeps it in step. Its controls stay, so that the keyboard does not lose them. Returns what ends that.
 * @param curvesFor the preset whose curves stand in the place of the slices, if they do
 */
export function keepSlicesBar(
  bar: HTMLElement,
  host: DockHost,
  place: ReadonlySignal<SlicePlace>,
  curvesFor: ReadonlySignal<string | undefined>,
): (() => void)[] {
  const along = element('span', { class: 'hint' });
  const buttons = SLICE_DIRECTIONS.map((direction) => {
    const button = element('button', { type: 'button', 'data-along': direction });
    button.addEventListener('click', () => host.change({ sliceAlong: direction, curves: false }));
    return button;
  });
  const curves = element('button', { type: 'button', class: 'curves' });
  curves.addEventListener('click', () => host.change({ curves: true }));
  const table = element('button', { type: 'button', class: 'as-table' });
  table.addEventListener('click', () => host.change({ sliceTable: !host.state.peek().sliceTable }));
  const group = element('div', { class: 'choice', role: 'group' }, ...buttons);
  const through = element('span', { class: 'place' });
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => host.change({ sliceScale: box.checked ? 'log' : 'linear' }));
  const log = element('span');
  const losses = ([0, 1] as const).map((panel) => element('span', { 'data-panel': String(panel) }));
  const scale = element('label', {}, box, log);
  const legend = element('span', { class: 'legend' }, ...losses);
  bar.append(along, group, through, scale, table, element('div', { class: 'end' }, curves, legend));
  return [
    effect(() => {
      const language = host.language.value;
      const experiment = host.experiment.value;
      along.textContent = text('sliceAlong', language);
      group.setAttribute('aria-label', text('sliceGroup', language));
      curves.textContent = text('curves', language);
      log.textContent = text('sliceLog', language);
      table.textContent = text('sliceTable', language);
      for (const [n, direction] of SLICE_DIRECTIONS.entries()) {
        buttons[n]!.textContent = axesOf(experiment, direction).along;
      }
      for (const [panel, loss] of experiment.losses.entries()) {
        losses[panel]!.textContent = lossName(loss, experiment, language);
      }
    }),
    effect(() => {
      const { direction, evaluator } = place.value;
      for (const [n, button] of buttons.entries()) {
        const isChosen = SLICE_DIRECTIONS[n] === direction && curvesFor.value === undefined;
        button.setAttribute('aria-pressed', String(isChosen));
      }
      const name = axesOf(evaluator.experiment, direction).across;
      through.textContent = text('sliceAt', host.language.value, { name, at: placeText(place.value) });
    }),
    effect(() => {
      curves.hidden = !hasCurves(host.state.value);
      const shown = curvesFor.value !== undefined;
      curves.setAttribute('aria-pressed', String(shown));
      through.hidden = shown;
      table.hidden = shown;
      // A table has no scale.
      const isTable = host.state.value.sliceTable;
      scale.hidden = shown || isTable;
      table.setAttribute('aria-pressed', String(isTable));
    }),
    effect(() => {
      box.checked = host.state.value.sliceScale === 'log';
    }),
  ];
}
