/** The curves that belong to a preset, in the place of the slices. */
import { effect } from '@preact/signals-core';
import { type Curve, curvesOf } from '../core/curves/index.ts';
import type { Experiment, Interval, LossId } from '../core/experiment.ts';
import { formatNumber } from '../core/format.ts';
import { Chart } from './chart.ts';
import { curveTexts } from './curve-texts.ts';
import type { DockHost } from './dock.ts';
import { element } from './dom.ts';
import type { State } from './state.ts';
import type { Language } from './texts.ts';

const POINTS = 301;
/** Of the numbers under the pointer. */
const DIGITS = 3;

/** Whether what is shown is a preset with curves. */
export function hasCurves(state: State): state is State & { readonly preset: string } {
  return state.preset !== null && curvesOf(state.preset, 2).length > 0;
}

/** Fills `root` with a preset's curves. Returns what ends that. */
export function showCurves(root: HTMLElement, preset: string, host: DockHost): () => void {
  const views = curvesOf(preset, POINTS).map((curve) => new CurveView(curve, host));
  root.append(...views.flatMap(({ root, words }) => [root, words]));
  const stops = views.flatMap((view) => [
    effect(() => view.show(host.experiment.value, host.covered.value, host.language.value)),
    effect(() => view.chart.setTheme(host.theme.value)),
  ]);
  return () => {
    for (const stop of stops) stop();
    for (const { chart } of views) chart.destroy();
  };
}

/** One curve with the numbers under the pointer, and beside it what it is and what to bear in mind. */
class CurveView {
  readonly root: HTMLElement;
  readonly words: HTMLElement;
  readonly chart: Chart;
  private readonly curve: Curve;
  private readonly title = element('h3');
  private readonly note = element('p', { class: 'hint' });
  private readonly numbers: readonly HTMLElement[];

  constructor(curve: Curve, host: DockHost) {
    this.curve = curve;
    this.numbers = curve.series.map(() => element('span', { class: 'number' }));
    this.chart = new Chart(host.theme.peek(), (x) => this.pointTo(x));
    this.words = element('div', { class: 'words' }, this.title, this.note);
    const name = element('span', { class: 'name' }, curveTexts(curve).y);
    const caption = element('figcaption', {}, name, ...this.numbers);
    this.root = element('figure', { class: 'chart', 'data-curve': curve.id }, caption, this.chart.root);
  }

  /** @param covered the panel whose loss is left out */
  show(experiment: Experiment, covered: 0 | 1 | undefined, language: Language): void {
    const { curve } = this;
    const texts = curveTexts(curve);
    const title = texts.title[language];
    this.title.textContent = title;
    // It speaks of both losses.
    this.note.textContent = covered === undefined ? texts.note[language] : '';
    const panels = curve.series.map(({ loss }) => loss && panelOf(loss, experiment));
    for (const [n, panel] of panels.entries()) {
      if (panel !== undefined) this.numbers[n]!.dataset.panel = String(panel);
      this.numbers[n]!.hidden = panel !== undefined && panel === covered;
    }
    this.chart.show({
      x: curve.x,
      interval: intervalOf(curve),
      lines: curve.series
        .map(({ y }, n) => ({ y, panel: panels[n] }))
        .filter(({ panel }) => panel === undefined || panel !== covered),
      names: texts,
      scale: 'linear',
      zero: true,
      shaded: false,
      label: `${title}: ${texts.y}, ${texts.x}`,
    });
  }

  private pointTo(x: number): void {
    const { curve } = this;
    const [low, high] = intervalOf(curve);
    const nearest = curve.x.reduce(
      (best, at, n) => (Math.abs(at - x) < Math.abs(curve.x[best]! - x) ? n : best),
      0,
    );
    const at = Math.min(high, Math.max(low, curve.x[nearest]!));
    this.chart.setCursor(at);
    for (const [n, { y }] of curve.series.entries()) {
      this.numbers[n]!.textContent = formatNumber(y[nearest]!, DIGITS);
    }
  }
}

function intervalOf({ x }: Curve): Interval {
  return [x[0]!, x.at(-1)!];
}

/** The panel whose colour a loss has: its own, or its usual one where the experiment shows others. */
function panelOf(loss: LossId, { losses }: Experiment): 0 | 1 {
  const at = losses.indexOf(loss);
  return at === 1 || (at < 0 && loss !== 'cross-entropy') ? 1 : 0;
}
