/** The slices as a table: for readers of the screen, and for whoever wants the numbers. It stands in the charts' place. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import './slice-table.css';
import { formatNumber } from '../core/format.ts';
import type { SlicedLoss } from '../core/slice.ts';
import type { DockHost } from './dock.ts';
import { element } from './dom.ts';
import { formatPoint, lossName } from './names.ts';
import type { HiddenReading } from './probe.ts';
import { type PlacedSlice, type SlicePlace, SliceRun } from './slice-run.ts';
import { axesOf, placeText, quantitySymbol } from './slice-texts.ts';
import { type Language, text } from './texts.ts';

/** Few enough to be read; an odd number, so that the middle of the window has one. */
const ROWS = 21;
const DIGITS = 6;
const QUANTITIES = ['value', 'first', 'second'] as const satisfies (keyof SlicedLoss)[];

/** Fills `root` with the table of the slice, and keeps it in step. Returns what ends that. */
export function showSliceTable(
  root: HTMLElement,
  host: DockHost,
  place: ReadonlySignal<SlicePlace>,
): () => void {
  const run = new SliceRun(() => ROWS);
  // A stop of the keyboard, which scrolls it.
  root.tabIndex = 0;
  const stops = [
    effect(() => run.start(place.value)),
    effect(() => {
      const placed = run.latest.value;
      if (placed) root.replaceChildren(tableOf(placed, hiddenOf(host), host.language.value));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    run.stop();
    root.removeAttribute('tabindex');
  };
}

function hiddenOf({ covered, prediction }: DockHost): HiddenReading {
  return { covered: covered.value, slopes: prediction.hidesSlopes.value };
}

/** @param hidden what is left out: the numbers of a panel, slopes */
function tableOf(placed: PlacedSlice, { covered, slopes }: HiddenReading, language: Language): HTMLElement {
  const { evaluator, direction, slice } = placed;
  const { experiment } = evaluator;
  const { along, across } = axesOf(experiment, direction);
  const losses = experiment.losses.map((loss) => lossName(loss, experiment, language));
  const symbols = QUANTITIES.map((quantity) => quantitySymbol(quantity, direction, experiment));
  const caption = text('sliceLabel', language, {
    quantity: symbols.join(language === 'zh' ? '、' : ', '),
    left: losses[0]!,
    right: losses[1]!,
    axis: along,
    name: across,
    at: placeText(placed),
  });
  const groups = losses.map((loss, panel) =>
    element('th', { scope: 'colgroup', colspan: '3', 'data-panel': String(panel) }, loss),
  );
  const heads = losses.flatMap(() => symbols.map((symbol) => element('th', { scope: 'col' }, symbol)));
  const rows = Array.from(slice.coordinates, (coordinate, n) => {
    const name = formatPoint(experiment.window, [coordinate, coordinate])[direction === 'row' ? 0 : 1];
    const cells = slice.losses.flatMap((loss, panel) =>
      QUANTITIES.map((quantity) => {
        const isHidden = panel === covered || (slopes && quantity === 'first');
        return element('td', {}, isHidden ? '–' : formatNumber(loss[quantity][n]!, DIGITS));
      }),
    );
    return element('tr', {}, element('th', { scope: 'row' }, name), ...cells);
  });
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element('tr', {}, element('td'), ...groups),
      element('tr', {}, element('th', { scope: 'col' }, along), ...heads),
    ),
    element('tbody', {}, ...rows),
  );
}
