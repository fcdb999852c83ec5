/**
 * The dock's pane of slices: both losses and their first and second derivatives along the row or the column of the
 * cursor. Moving over a chart moves the cursor, and the cursor moves the line in the charts.
 */
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import './charts.css';
import { formatNumber } from '../core/format.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { inShares } from '../core/shares.ts';
import { alongSlice, defaultPlace, type SlicedLoss } from '../core/slice.ts';
import { Chart } from './chart.ts';
import { hasCurves, showCurves } from './curves-view.ts';
import type { DockHost } from './dock.ts';
import { element } from './dom.ts';
import { lossName } from './names.ts';
import { type PlacedSlice, type SlicePlace, SliceRun } from './slice-run.ts';
import { showSliceTable } from './slice-table.ts';
import { axesOf, placeText, quantitySymbol } from './slice-texts.ts';
import { keepSlicesBar } from './slices-bar.ts';
import { type Language, text } from './texts.ts';

/** Of the numbers at the cursor: as many as two of them leave room for in a narrow chart. */
const DIGITS = 3;
const QUANTITIES = ['value', 'first', 'second'] as const;
type Quantity = (typeof QUANTITIES)[number];

/** The numbers of both losses at a point of the slice. */
type SlicePoint = readonly [Record<keyof SlicedLoss, number>, Record<keyof SlicedLoss, number>];

/** What the charts follow. */
interface SliceSignals {
  readonly place: ReadonlySignal<SlicePlace>;
  readonly latest: ReadonlySignal<PlacedSlice | undefined>;
  readonly scale: ReadonlySignal<'linear' | 'log'>;
  /** Whether each loss has a range of its own, as the colours have. */
  readonly apart: ReadonlySignal<boolean>;
  /** The cursor's coordinate along the slice, and what is there. */
  readonly cursor: ReadonlySignal<{ readonly along: number; readonly point: SlicePoint } | undefined>;
}

/** Shows the pane in `root`, as a pane of the dock does: the slices, or the preset's curves where they are asked for. */
export function showSlices(root: HTMLElement, host: DockHost): () => void {
  const place = keptPlace(host);
  const curvesFor = computed(() => {
    const state = host.state.value;
    return state.curves && hasCurves(state) ? state.preset : undefined;
  });
  const isTable = computed(() => host.state.value.sliceTable);
  const bar = element('div', { class: 'charts-bar' });
  const charts = element('div');
  root.append(bar, charts);
  const stops = [
    ...keepSlicesBar(bar, host, place, curvesFor),
    effect(() => {
      const preset = curvesFor.value;
      const asTable = preset === undefined && isTable.value;
      charts.className = asTable ? 'slice-table' : preset === undefined ? 'charts' : 'charts curves';
      charts.replaceChildren();
      return untracked(() => {
        if (asTable) return showSliceTable(charts, host, place);
        return preset === undefined ? showCharts(charts, host, place) : showCurves(charts, preset, host);
      });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Fills `root` with the charts of the slices. Returns what ends that. */
function showCharts(root: HTMLElement, host: DockHost, place: ReadonlySignal<SlicePlace>): () => void {
  const run = new SliceRun();
  const { cursor, stop: stopCursor } = keepCursor(host, place);
  const signals: SliceSignals = {
    place,
    latest: run.latest,
    scale: computed(() => host.state.value.sliceScale),
    apart: computed(() => host.state.value.range === 'panel'),
    cursor,
  };
  const charts = QUANTITIES.map((quantity) => new SliceChart(quantity, host, signals));
  root.append(...charts.map((chart) => chart.root));
  const stops = [
    stopCursor,
    effect(() => {
      // A chart that changes costs as much on the screen as a plot: where pictures follow one another, one for each.
      void host.shown.value;
      run.start(host.pictureDue.value ? place.peek() : place.value);
    }),
    ...charts.flatMap((chart) => chart.follow()),
  ];
  return () => {
    for (const stop of stops) stop();
    run.stop();
    for (const chart of charts) chart.destroy();
  };
}

/** Where the slice runs: through the cursor, or without one through the middle. The same object until that changes. */
function keptPlace(host: DockHost): ReadonlySignal<SlicePlace> {
  const evaluator = computed(() => new PointEvaluator(host.experiment.value));
  const direction = computed(() => host.state.value.sliceAlong);
  const at = computed(() => {
    const cursor = cursorIn(host);
    if (!cursor) return defaultPlace(host.experiment.value.window, direction.value);
    return direction.value === 'row' ? cursor.v : cursor.u;
  });
  return computed(() => ({ evaluator: evaluator.value, direction: direction.value, at: at.value }));
}

/** What is at the cursor, a moment after it moved where there are many samples; and what ends that. */
function keepCursor(
  host: DockHost,
  place: ReadonlySignal<SlicePlace>,
): { readonly cursor: SliceSignals['cursor']; readonly stop: () => void } {
  const read = signal<SliceSignals['cursor']['value']>(undefined);
  const follow = async (
    { evaluator, direction }: SlicePlace,
    { u, v }: { readonly u: number; readonly v: number },
    abort: AbortSignal,
  ) => {
    const [left, right] = await inShares(evaluator.jetSteps(u, v, 2), abort);
    if (abort.aborted) return;
    const point = [alongSlice(left, direction), alongSlice(right, direction)] as const;
    read.value = { along: direction === 'row' ? u : v, point };
  };
  const stop = effect(() => {
    const at = cursorIn(host);
    const latest = new AbortController();
    // Superseded: the next has its turn.
    if (at) follow(place.value, at, latest.signal).catch(() => undefined);
    else read.value = undefined;
    return () => latest.abort();
  });
  return { cursor: read, stop };
}

/** The cursor, if the window has it. */
function cursorIn({ cursor, experiment }: DockHost): { readonly u: number; readonly v: number } | undefined {
  const { u, v } = experiment.value.window;
  const at = cursor.value;
  return at && at.u >= u[0] && at.u <= u[1] && at.v >= v[0] && at.v <= v[1] ? at : undefined;
}

/** One quantity of both losses along the slice, with its numbers at the cursor above it. */
class SliceChart {
  readonly root: HTMLElement;
  private readonly name = element('span', { class: 'name' });
  private readonly numbers = ([0, 1] as const).map((panel) =>
    element('span', { class: 'number', 'data-panel': String(panel) }),
  );
  private readonly chart: Chart;
  private readonly quantity: Quantity;
  private readonly host: DockHost;
  private readonly signals: SliceSignals;

  constructor(quantity: Quantity, host: DockHost, signals: SliceSignals) {
    this.quantity = quantity;
    this.host = host;
    this.signals = signals;
    this.chart = new Chart(host.theme.peek(), (along) => {
      const { direction, at } = signals.place.peek();
      host.cursor.value = direction === 'row' ? { u: along, v: at } : { u: at, v: along };
    });
    const caption = element('figcaption', {}, this.name, ...this.numbers);
    this.root = element('figure', { class: 'chart', 'data-quantity': quantity }, caption, this.chart.root);
  }

  /** Keeps the chart in step with the slices and the cursor. Returns what ends that. */
  follow(): (() => void)[] {
    const { host, chart, signals } = this;
    return [
      effect(() => {
        const placed = signals.latest.value;
        const { scale, apart } = signals;
        if (placed) this.show(placed, scale.value, apart.value, host.language.value);
      }),
      effect(() => this.showCursor()),
      effect(() => chart.setTheme(host.theme.value)),
    ];
  }

  destroy(): void {
    this.chart.destroy();
  }

  private show(placed: PlacedSlice, scale: 'linear' | 'log', apart: boolean, language: Language): void {
    const { quantity } = this;
    const { evaluator, direction, slice } = placed;
    const { experiment } = evaluator;
    const { along, across } = axesOf(experiment, direction);
    const symbol = quantitySymbol(quantity, direction, experiment);
    const hidden = this.isHidden;
    this.name.textContent = hidden ? `${symbol} ${text('covered', language)}` : symbol;
    this.chart.root.style.visibility = hidden ? 'hidden' : '';
    const [left, right] = experiment.losses.map((loss) => lossName(loss, experiment, language));
    this.chart.show({
      x: slice.coordinates,
      interval: direction === 'row' ? experiment.window.u : experiment.window.v,
      lines: ([0, 1] as const)
        .filter((panel) => panel !== this.host.covered.value)
        .map((panel) => ({ y: slice.losses[panel][quantity], panel })),
      names: { x: along, y: symbol },
      scale: quantity === 'value' ? scale : 'linear',
      apart,
      zero: quantity !== 'value',
      shaded: quantity === 'second',
      label: text('sliceLabel', language, {
        quantity: symbol,
        left: left!,
        right: right!,
        axis: along,
        name: across,
        at: placeText(placed),
      }),
    });
  }

  /** The slope along the slice tells which way is downhill. */
  private get isHidden(): boolean {
    return this.quantity === 'first' && this.host.prediction.hidesSlopes.value;
  }

  private showCursor(): void {
    const cursor = this.signals.cursor.value;
    this.chart.setCursor(cursor?.along);
    for (const panel of [0, 1] as const) {
      const isCovered = panel === this.host.covered.value || this.isHidden;
      const number = isCovered ? undefined : cursor?.point[panel][this.quantity];
      this.numbers[panel]!.textContent = number === undefined ? '' : formatNumber(number, DIGITS);
    }
  }
}
