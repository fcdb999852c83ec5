/**
 * The dock's pane of the descent race: loss against step from the start that is chosen, and of every start how many
 * steps each loss takes until its samples are learned.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import './charts.css';
import './descent.css';
import { type Heat, isTooLarge, type Race, type Trajectory } from '../core/descent-race.ts';
import { formatInteger, formatNumber } from '../core/format.ts';
import { type Criterion, criterionOf, LEARNED_PROBABILITY, LEARNED_SHARE } from '../core/learning.ts';
import { startColour } from '../render/theme.ts';
import { Chart } from './chart.ts';
import type { DockHost } from './dock.ts';
import { element } from './dom.ts';
import { axisNames, formatPoint, lossName } from './names.ts';
import { type Language, type TextKey, text } from './texts.ts';

const DIGITS = 4;
/** Steps that a line is drawn through: one a pixel is enough. */
const MOST_POINTS = 501;

const CRITERION_TEXTS: Record<Criterion, TextKey> = {
  target: 'raceTarget',
  near: 'raceNear',
  loss: 'raceLoss',
};

const PANELS = [0, 1] as const;

/** Shows the pane in `root`, as a pane of the dock does. */
export function showDescent(root: HTMLElement, host: DockHost): () => void {
  const starts = computed(() => host.state.value.starts);
  /** Which start the chart is of: the one that was dropped last, unless another was chosen. */
  const picked = signal<number | undefined>(undefined);
  const chosen = computed(() => Math.min(picked.value ?? Infinity, starts.value.length - 1));
  const hint = element('p', { class: 'hint' });
  const bar = element('div', { class: 'charts-bar' });
  const chart = new HeatChart(host, chosen);
  const table = element('table');
  const note = element('p', { class: 'hint' });
  const readout = element('div', { class: 'readout' }, table, note);
  const body = element('div', { class: 'race' }, chart.root, readout);
  root.append(hint, bar, body);
  let known = starts.peek().length;
  const stops = [
    ...keepBar(bar, host),
    effect(() => {
      const { length } = starts.value;
      if (length !== known) picked.value = undefined;
      known = length;
      hint.textContent = text('raceHint', host.language.value);
      hint.hidden = length > 0;
      bar.hidden = length === 0;
      body.hidden = length === 0;
    }),
    ...chart.follow(),
    effect(() => {
      const rows = starts.value.map((_, n) =>
        startRow(n, host, chosen.value === n, () => (picked.value = n)),
      );
      const held = (document.activeElement as HTMLElement | null)?.closest('tr')?.dataset.start;
      table.replaceChildren(headRow(host), ...rows);
      // The row that the keyboard was on is another one now.
      if (held !== undefined) rows[Number(held)]?.querySelector('button')?.focus();
    }),
    effect(() => {
      const race = host.race.value;
      const isLimited = race !== undefined && race.steps < race.options.steps;
      const language = host.language.value;
      if (isTooLarge(host.experiment.value)) note.textContent = text('raceTooLarge', language);
      else note.textContent = isLimited ? text('raceLimited', language, { n: race.steps }) : '';
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    chart.destroy();
  };
}

/** The line over the chart: the criterion, the scale, and which colour is which loss. */
function keepBar(bar: HTMLElement, host: DockHost): (() => void)[] {
  const criterion = element('span', { class: 'hint' });
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => host.change({ raceScale: box.checked ? 'log' : 'linear' }));
  const log = element('span');
  const losses = PANELS.map((panel) => element('span', { 'data-panel': String(panel) }));
  const end = element('div', { class: 'end' }, element('span', { class: 'legend' }, ...losses));
  bar.append(element('label', {}, box, log), criterion, end);
  return [
    effect(() => {
      const language = host.language.value;
      const experiment = host.experiment.value;
      log.textContent = text('sliceLog', language);
      criterion.textContent = text(CRITERION_TEXTS[criterionOf(experiment)], language, {
        p: LEARNED_PROBABILITY,
        distance: formatNumber(1 - LEARNED_PROBABILITY, 3),
        percent: 100 * LEARNED_SHARE,
      });
      for (const panel of PANELS) {
        losses[panel]!.textContent = lossName(experiment.losses[panel], experiment, language);
      }
    }),
    effect(() => {
      box.checked = host.state.value.raceScale === 'log';
    }),
  ];
}

/** Loss against step on both surfaces, with the numbers of a step above it. */
class HeatChart {
  readonly root: HTMLElement;
  private readonly name = element('span', { class: 'name' });
  private readonly numbers = PANELS.map((panel) =>
    element('span', { class: 'number', 'data-panel': String(panel) }),
  );
  private readonly chart: Chart;
  private readonly host: DockHost;
  private readonly heat: ReadonlySignal<{ race: Race; heat: Heat; n: number } | undefined>;
  /** Of the pointer over the chart. */
  private readonly step = signal<number | undefined>(undefined);

  constructor(host: DockHost, chosen: ReadonlySignal<number>) {
    this.host = host;
    this.heat = computed(() => {
      const race = host.race.value;
      const n = chosen.value;
      const heat = race?.heats[n];
      return race && heat && { race, heat, n };
    });
    this.chart = new Chart(host.theme.peek(), (step) => {
      this.step.value = Math.round(step);
    });
    this.chart.root.addEventListener('pointerleave', () => {
      this.step.value = undefined;
    });
    const caption = element('figcaption', {}, this.name, ...this.numbers);
    this.root = element('figure', { class: 'chart' }, caption, this.chart.root);
  }

  /** Returns what ends that. */
  follow(): (() => void)[] {
    const { host, chart } = this;
    const scale = computed(() => host.state.value.raceScale);
    return [
      effect(() => this.show(scale.value, host.language.value)),
      effect(() => this.showStep()),
      effect(() => chart.setTheme(host.theme.value)),
    ];
  }

  destroy(): void {
    this.chart.destroy();
  }

  private show(scale: 'linear' | 'log', language: Language): void {
    const shown = this.heat.value;
    if (!shown) return;
    const { race, heat, n } = shown;
    const experiment = this.host.experiment.value;
    const [u, v] = formatPoint(experiment.window, race.options.starts[n]!);
    const [left, right] = experiment.losses.map((loss) => lossName(loss, experiment, language));
    const steps = sampledSteps(race.steps);
    this.chart.show({
      x: Float64Array.from(steps),
      interval: [0, race.steps],
      lines: PANELS.map((panel) => ({
        y: Float64Array.from(steps, (step) => heat[panel].value[step] ?? NaN),
        panel,
      })),
      names: { x: text('raceStep', language), y: 'L' },
      scale,
      zero: false,
      shaded: false,
      label: text('raceLabel', language, { left: left!, right: right!, u, v }),
    });
  }

  private showStep(): void {
    const { heat, race } = this.heat.value ?? {};
    const step = this.step.value;
    const isOn = heat !== undefined && step !== undefined && step <= race!.steps;
    this.chart.setCursor(isOn ? step : undefined);
    const word = text('raceStep', this.host.language.value);
    this.name.textContent = isOn ? `L, ${word} ${step}` : 'L';
    for (const panel of PANELS) {
      const value = isOn ? heat[panel].value[step] : undefined;
      this.numbers[panel]!.textContent = value === undefined ? '' : formatNumber(value, DIGITS);
    }
  }
}

function headRow(host: DockHost): HTMLElement {
  const experiment = host.experiment.value;
  const language = host.language.value;
  const { u, v } = axisNames(experiment);
  const head = (name: string, attributes = {}) => element('th', { scope: 'col', ...attributes }, name);
  return element(
    'tr',
    {},
    head(text('raceStart', language, { u, v })),
    ...PANELS.flatMap((panel) => [
      head(lossName(experiment.losses[panel], experiment, language), { 'data-panel': String(panel) }),
      head(text('raceEnd', language)),
    ]),
    element('td'),
  );
}

function startRow(n: number, host: DockHost, isChosen: boolean, choose: () => void): HTMLElement {
  const { starts } = host.state.value;
  const language = host.language.value;
  const [u, v] = formatPoint(host.experiment.value.window, starts[n]!);
  const ring = element('span', { class: 'ring' });
  ring.style.setProperty('--start', startColour(n));
  const pick = element('button', { type: 'button', 'aria-pressed': String(isChosen) }, ring, `${u}, ${v}`);
  pick.addEventListener('click', choose);
  const label = text('raceRemove', language, { u, v });
  const remove = element(
    'button',
    { type: 'button', class: 'remove', 'aria-label': label, title: label },
    '×',
  );
  remove.addEventListener('click', () => host.change({ starts: starts.filter((_, k) => k !== n) }));
  const heat = host.race.value?.heats[n];
  const missing = isTooLarge(host.experiment.value) ? '–' : text('raceComputing', language);
  const cells = PANELS.flatMap((panel) =>
    heat ? resultCells(heat[panel], language) : [element('td', {}, missing), element('td')],
  );
  return element(
    'tr',
    { 'data-start': String(n) },
    element('th', { scope: 'row' }, pick),
    ...cells,
    element('td', {}, remove),
  );
}

/** When one descent had learned, and its loss at the end. */
function resultCells({ learned, stopped, value }: Trajectory, language: Language): HTMLElement[] {
  const last = value.length - 1;
  const steps =
    learned !== undefined
      ? text('raceLearned', language, { n: formatInteger(learned) })
      : text(stopped === null ? 'raceNever' : 'raceStopped', language, { n: formatInteger(last) });
  return [
    element('td', { class: learned === undefined ? 'never' : 'learned' }, steps),
    element('td', { class: 'value' }, formatNumber(value[last]!, DIGITS)),
  ];
}

/** Whole steps from 0 to `steps`, evenly spread, the last one included. */
function sampledSteps(steps: number): number[] {
  const count = Math.min(steps + 1, MOST_POINTS);
  return Array.from({ length: count }, (_, k) => Math.round((k * steps) / (count - 1)));
}
