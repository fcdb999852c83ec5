/**
 * What the plots show, and what keys have done, said: a polite live region for readers of the screen. It speaks when the
 * crosshair, the window and the keys have come to rest, not at every step. Loaded after the first picture.
 */
import { computed, effect, type ReadonlySignal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import { formatNumber } from '../core/format.ts';
import type { Jet } from '../core/jet.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { inShares } from '../core/shares.ts';
import { isInWindow } from '../render/camera.ts';
import type { Announcements } from './announcements.ts';
import type { Live } from './live.ts';
import { axisNames, formatPoint, lossName } from './names.ts';
import { type RangedGrid, rangeTexts } from './range-text.ts';
import { spokenText } from './spoken-texts.ts';
import type { Language } from './texts.ts';

/** Without a change, before something is said. */
const REST_MS = 700;
const DIGITS = 4;
type Panel = 0 | 1;
const PANELS: readonly Panel[] = [0, 1];

export interface SpokenHost {
  readonly live: Pick<Live, 'ranges'>;
  /** What stands on the plots. */
  readonly experiment: ReadonlySignal<Experiment>;
  readonly cursor: ReadonlySignal<{ readonly u: number; readonly v: number } | undefined>;
  readonly language: ReadonlySignal<Language>;
  readonly announcements: Pick<Announcements, 'version' | 'take'>;
  /** The panel whose surface is not to be told of. */
  readonly covered: ReadonlySignal<0 | 1 | undefined>;
  /** Whether gradients are not to be told of. */
  readonly hidesSlopes: ReadonlySignal<boolean>;
}

/** Keeps `region`, which has role `status`, saying what changed last: by a key, the ranges, the point of the crosshair. */
export function keepSpoken(region: HTMLElement, host: SpokenHost): void {
  const told = computed(() => PANELS.filter((panel) => panel !== host.covered.value));
  const ranges = computed(() => {
    const latest = host.live.ranges.value;
    if (!latest) return '';
    const { surfaces, shown } = latest;
    const ranged = surfaces.map((range) => ({ grid: shown.grid, range, backend: shown.backend }));
    return rangesSentence(shown.experiment, ranged, told.value, host.language.value);
  });
  const evaluator = computed(() => new PointEvaluator(host.experiment.value));
  const point = async (signal: AbortSignal) => {
    const at = host.cursor.peek();
    const experiment = host.experiment.peek();
    if (!at || !isInWindow(experiment.window, at)) return '';
    const jets = await inShares(evaluator.peek().jetSteps(at.u, at.v, 1), signal);
    const text = host.hidesSlopes.peek() ? 'valueAlone' : 'value';
    return pointSentence(experiment, at, jets, told.peek(), text, host.language.peek());
  };
  let said: { ranges: string; point: string } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = new AbortController();
  const speak = async ({ signal }: AbortController) => {
    const now = { point: await point(signal), ranges: ranges.peek() };
    // What stands there when the page opens is in the plots' labels: nothing has changed.
    if (said) {
      const changed = [
        ...host.announcements.take(),
        now.ranges !== said.ranges ? now.ranges : '',
        now.point !== said.point ? now.point : '',
      ];
      const sentence = changed.filter((part) => part !== '').join(' ');
      if (sentence !== '') region.textContent = sentence;
    }
    said = now;
  };
  const speakNow = () => {
    // Superseded while a point of many samples was computed: what comes next is said then.
    speak(latest).catch(() => undefined);
  };
  speakNow();
  effect(() => {
    void ranges.value;
    void host.experiment.value;
    void told.value;
    void host.cursor.value;
    void host.announcements.version.value;
    clearTimeout(timer);
    if (said) latest.abort();
    latest = new AbortController();
    timer = setTimeout(speakNow, REST_MS);
  });
}

/** The losses at a point. @param jets both of them there @param panels which of them are told @param text with the gradient, or without */
function pointSentence(
  experiment: Experiment,
  { u, v }: { readonly u: number; readonly v: number },
  jets: readonly [Jet, Jet],
  panels: readonly Panel[],
  text: 'value' | 'valueAlone',
  language: Language,
): string {
  const names = axisNames(experiment);
  const [atU, atV] = formatPoint(experiment.window, [u, v]);
  const losses = panels.map((panel) => {
    const { value, du, dv } = jets[panel];
    const loss = lossName(experiment.losses[panel], experiment, language);
    if (Number.isNaN(value)) return spokenText('undefinedHere', language, { loss });
    const norm = formatNumber(Math.hypot(du, dv), DIGITS);
    return spokenText(text, language, { loss, value: formatNumber(value, DIGITS), norm });
  });
  const start = spokenText('at', language, { u: `${names.u} = ${atU}`, v: `${names.v} = ${atV}` });
  return start + losses.join(spokenText('between', language)) + spokenText('end', language);
}

/** The ranges of the losses over the window. */
function rangesSentence(
  experiment: Experiment,
  ranged: readonly RangedGrid[],
  panels: readonly Panel[],
  language: Language,
): string {
  const losses = panels.map((panel) => {
    const one = ranged[panel]!;
    const loss = lossName(experiment.losses[panel], experiment, language);
    if (one.range.minIndex < 0) return spokenText('undefinedHere', language, { loss });
    const { min, max } = rangeTexts(one);
    return spokenText('range', language, { loss, min, max });
  });
  return losses.join(spokenText('between', language)) + spokenText('end', language);
}
