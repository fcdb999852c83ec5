/**
 * The dock's pane of the descent race: loss against step from the start that is chosen, and of every start how many
 * steps each loss takes until its samples are learned.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import './charts.css';
import './descent.css';
import { type Heat, isTooLarge, type Race, type Trajectory } from '../core/descent-race.ts';
import { formatInteger, formatNumber } from '../core/format.ts';
import { type Criterion, criterionOf, LEARNED_PROBABILITY } from '../core/learning.ts';
import { startColour } from '../render/start-colours.ts';
import { Chart } from './chart.ts';
import type { DockHost } from './dock.ts';
import { element } from './dom.ts';
import { axisNames, formatPoint, lossName } from './names.ts';
import { keepPlayback } from './playback-view.ts';
import { type RaceTextKey, raceText } from './race-texts.ts';
import { type Language, text } from './texts.ts';

const DIGITS = 4;
/** Steps that a line is drawn through: one a pixel is enough. */
const MOST_POINTS = 501;

const CRITERION_TEXTS: Record<Criterion, RaceTextKey> = {
  target: 'target',
  near: 'near',
  loss: 'loss',
};

const PANELS = [0, 1] as const;

/** Shows the pane in `root`, as a pane of the dock does. */
export function showDescent(root: HTMLElement, host: DockHost): () => void {
  const starts = computed(() => host.state.value.starts);
  /** Which start the chart is of: the one that was dropped last, unless another was chosen. */
  const picked = signal<number | undefined>(undefined);
  const chosen = computed(() => Math.min(picked.value ?? Infinity, starts.value.length - 1));
  const hint = element('p', { class: 'hint' });
  const player = element('div', { class: 'playback' });
  const bar = element('div', { class: 'charts-bar' });
  const chart = new HeatChart(host, chosen);
  const head = element('thead');
  const list = element('tbody');
  const table = element('table', {}, head, list);
  const note = element('p', { class: 'hint' });
  const readout = element('div', { class: 'readout' }, table, note);
  const body = element('div', { class: 'race' }, chart.root, readout);
  root.append(player, element('div', { class: 'descent' }, hint, bar, body));
  let known = starts.peek().length;
  let listed = 0;
  const rows: StartRow[] = [];
  const stops = [
    keepPlayback(player, host),
    ...keepBar(bar, host),
    effect(() => {
      const { length } = starts.value;
      if (length !== known) picked.value = undefined;
      known = length;
      hint.textContent = raceText('hint', host.language.value);
      hint.hidden = length > 0;
      player.hidden = length === 0;
      bar.hidden = length === 0;
      body.hidden = length === 0;
    }),
    ...chart.follow(),
    effect(() => {
      head.replaceChildren(headRow(host));
    }),
    effect(() => {
      const { length } = starts.value;
      const held = rows.findIndex(({ root }) => root.contains(document.activeElement));
      // Rows stay while what they say changes, so that a click is not lost between two of them.
      while (rows.length < length) rows.push(new StartRow(rows.length, host, (n) => (picked.value = n)));
      for (const { root } of rows.splice(length)) root.remove();
      for (const row of rows) row.show(chosen.value);
      list.append(...rows.slice(list.childElementCount).map((row) => row.root));
      // A start that was dropped is the last row, and comes into sight.
      if (length > listed) readout.scrollTop = readout.scrollHeight;
      listed = length;
      // The row that the keyboard was on went with its start.
      if (held >= length) rows.at(-1)?.focus();
    }),
    effect(() => {
      const race = host.race.value;
      const isLimited = race !== undefined && race.steps < race.options.steps;
      const language = host.language.value;
      if (isTooLarge(host.experiment.value)) note.textContent = raceText('tooLarge', language);
      else note.textContent = isLimited ? raceText('limited', language, { n: race.steps }) : '';
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    chart.destroy();
  };
}

/** The line over the chart: its scale, and the criterion. */
function keepBar(bar: HTMLElement, host: DockHost): (() => void)[] {
  const criterion = element('span', { class: 'hint' });
  const box = element('input', { type: 'checkbox' });
  box.addEventListener('change', () => host.change({ raceScale: box.checked ? 'log' : 'linear' }));
  const log = element('span');
  bar.append(element('label', {}, box, log), criterion);
  return [
    effect(() => {
      const language = host.language.value;
      const experiment = host.experiment.value;
      log.textContent = text('sliceLog', language);
      const { criterion: asked, lossThreshold } = host.state.value;
      const used = criterionOf(experiment, { criterion: asked, lossThreshold });
      const replaced = asked === 'probability' && used === 'loss';
      criterion.textContent = raceText(replaced ? 'outputs' : CRITERION_TEXTS[used], language, {
        p: LEARNED_PROBABILITY,
        distance: formatNumber(1 - LEARNED_PROBABILITY, 3),
        loss: formatNumber(lossThreshold, DIGITS),
      });
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
      lines: PANELS.filter((panel) => panel !== this.host.covered.value).map((panel) => ({
        y: Float64Array.from(steps, (step) => heat[panel].value[step] ?? NaN),
        panel,
      })),
      names: { x: raceText('step', language), y: 'L' },
      scale,
      zero: false,
      shaded: false,
      label: raceText('label', language, { left: left!, right: right!, u, v }),
    });
  }

  private showStep(): void {
    const { heat, race } = this.heat.value ?? {};
    const step = this.step.value ?? this.host.playback.step.value;
    const isOn = heat !== undefined && step !== undefined && step <= race!.steps;
    this.chart.setCursor(isOn ? step : undefined);
    const word = raceText('step', this.host.language.value);
    this.name.textContent = isOn ? `L, ${word} ${step}` : 'L';
    for (const panel of PANELS) {
      const isShown = isOn && panel !== this.host.covered.value;
      const value = isShown ? heat[panel].value[step] : undefined;
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
    head(raceText('start', language, { u, v })),
    ...PANELS.map((panel) =>
      head(lossName(experiment.losses[panel], experiment, language), { 'data-panel': String(panel) }),
    ),
    element('td'),
  );
}

/** One start: its place, which chooses it, what its descents come to, and what takes it away. */
class StartRow {
  readonly root: HTMLElement;
  private readonly ring = element('span', { class: 'ring' });
  private readonly place = element('span');
  private readonly pick: HTMLElement;
  private readonly remove = element('button', { type: 'button', class: 'remove' }, '×');
  private readonly cells = PANELS.map(() => element('td'));
  private readonly n: number;
  private readonly host: DockHost;

  constructor(n: number, host: DockHost, choose: (n: number) => void) {
    this.n = n;
    this.host = host;
    this.pick = element('button', { type: 'button' }, this.ring, this.place);
    this.ring.style.setProperty('--start', startColour(n));
    this.pick.addEventListener('click', () => choose(n));
    this.remove.addEventListener('click', () =>
      host.change({ starts: host.state.peek().starts.filter((_, k) => k !== n) }),
    );
    this.root = element(
      'tr',
      { 'data-start': String(n) },
      element('th', { scope: 'row' }, this.pick),
      ...this.cells,
      element('td', {}, this.remove),
    );
  }

  /** Says what there is to say of the start now. */
  show(chosen: number): void {
    const { n, host } = this;
    const language = host.language.value;
    const experiment = host.experiment.value;
    const [u, v] = formatPoint(experiment.window, host.state.value.starts[n]!);
    this.place.textContent = `${u}, ${v}`;
    this.pick.setAttribute('aria-pressed', String(chosen === n));
    const label = raceText('remove', language, { u, v });
    this.remove.setAttribute('aria-label', label);
    this.remove.title = label;
    const heat = host.race.value?.heats[n];
    const missing = isTooLarge(experiment) ? '–' : raceText('computing', language);
    const covered = host.covered.value;
    for (const panel of PANELS) {
      const said = heat ? result(heat[panel], language) : [missing];
      this.cells[panel]!.replaceChildren(...(panel === covered ? [text('covered', language)] : said));
    }
  }

  focus(): void {
    this.pick.focus();
  }
}

/** When one descent had learned, and its loss at the end. */
function result({ learned, stopped, value }: Trajectory, language: Language): HTMLElement[] {
  const last = value.length - 1;
  const steps =
    learned !== undefined
      ? raceText('learned', language, { n: formatInteger(learned) })
      : raceText(stopped === null ? 'never' : 'stopped', language, { n: formatInteger(last) });
  return [
    element('span', { class: learned === undefined ? 'steps never' : 'steps' }, steps),
    element('span', { class: 'value' }, `L ${formatNumber(value[last]!, DIGITS)}`),
  ];
}

/** Whole steps from 0 to `steps`, evenly spread, the last one included. */
function sampledSteps(steps: number): number[] {
  const count = Math.min(steps + 1, MOST_POINTS);
  return Array.from({ length: count }, (_, k) => Math.round((k * steps) / (count - 1)));
}
