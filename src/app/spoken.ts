/**
 * What the plots show, said: a polite live region for readers of the screen. It speaks when the crosshair or the window
 * has come to rest, not at every step. Loaded after the first picture.
 */
import { computed, effect, type ReadonlySignal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import { formatNumber } from '../core/format.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { isInWindow } from '../render/camera.ts';
import type { Live } from './live.ts';
import { axisNames, formatPoint, lossName } from './names.ts';
import { type RangedGrid, rangeTexts } from './range-text.ts';
import { spokenText } from './spoken-texts.ts';
import type { Language } from './texts.ts';

/** Without a change, before something is said. */
const REST_MS = 700;
const DIGITS = 4;

export interface SpokenHost {
  readonly live: Pick<Live, 'ranges'>;
  /** What stands on the plots. */
  readonly experiment: ReadonlySignal<Experiment>;
  readonly cursor: ReadonlySignal<{ readonly u: number; readonly v: number } | undefined>;
  /** The panel that nothing is to be told of. */
  readonly covered: ReadonlySignal<0 | 1 | undefined>;
  readonly language: ReadonlySignal<Language>;
}

/** Keeps `region`, which has role `status`, saying what changed last: the ranges, the point of the crosshair, or both. */
export function keepSpoken(region: HTMLElement, host: SpokenHost): void {
  const ranges = computed(() => {
    const latest = host.live.ranges.value;
    if (!latest) return '';
    const { surfaces, shown } = latest;
    return rangesSentence(
      shown.experiment,
      surfaces.map((range) => ({ grid: shown.grid, range, backend: shown.backend })),
      host.covered.value,
      host.language.value,
    );
  });
  const evaluator = computed(() => new PointEvaluator(host.experiment.value));
  const point = () => {
    const at = host.cursor.peek();
    const experiment = host.experiment.peek();
    if (!at || !isInWindow(experiment.window, at)) return '';
    return pointSentence(evaluator.peek(), at, host.covered.peek(), host.language.peek());
  };
  let said: { ranges: string; point: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = () => {
    const now = { ranges: ranges.peek(), point: point() };
    // What stands there when the page opens is in the plots' labels: nothing has changed.
    if (said) {
      const changed = [
        now.ranges !== said.ranges ? now.ranges : '',
        now.point !== said.point ? now.point : '',
      ];
      const sentence = changed.filter((part) => part !== '').join(' ');
      if (sentence !== '') region.textContent = sentence;
    }
    said = now;
  };
  speak();
  effect(() => {
    void ranges.value;
    void host.experiment.value;
    void host.cursor.value;
    clearTimeout(timer);
    timer = setTimeout(speak, REST_MS);
  });
}

/** Both losses at a point. @param covered the panel whose loss is left out */
export function pointSentence(
  evaluator: PointEvaluator,
  { u, v }: { readonly u: number; readonly v: number },
  covered: 0 | 1 | undefined,
  language: Language,
): string {
  const { experiment } = evaluator;
  const names = axisNames(experiment);
  const [atU, atV] = formatPoint(experiment.window, [u, v]);
  evaluator.updateJets(u, v, 1);
  const losses = experiment.losses.flatMap((id, panel) => {
    if (panel === covered) return [];
    const { value, du, dv } = evaluator.jets[panel as 0 | 1];
    const loss = lossName(id, experiment, language);
    if (Number.isNaN(value)) return spokenText('undefinedHere', language, { loss });
    const norm = formatNumber(Math.hypot(du, dv), DIGITS);
    return spokenText('value', language, { loss, value: formatNumber(value, DIGITS), norm });
  });
  const start = spokenText('at', language, { u: `${names.u} = ${atU}`, v: `${names.v} = ${atV}` });
  return start + losses.join(spokenText('between', language)) + spokenText('end', language);
}

/** The ranges of both losses over the window, but of the covered one. */
function rangesSentence(
  experiment: Experiment,
  ranged: readonly RangedGrid[],
  covered: 0 | 1 | undefined,
  language: Language,
): string {
  const losses = ranged.flatMap((one, panel) => {
    if (panel === covered) return [];
    const loss = lossName(experiment.losses[panel]!, experiment, language);
    if (one.range.minIndex < 0) return spokenText('undefinedHere', language, { loss });
    const { min, max } = rangeTexts(one);
    return spokenText('range', language, { loss, min, max });
  });
  return losses.join(spokenText('between', language)) + spokenText('end', language);
}
