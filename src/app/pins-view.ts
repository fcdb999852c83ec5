/** The list of pins under the probe: both surfaces at each pinned point, in f64. Loaded with the first pin. */
import { computed, effect, type ReadonlySignal } from '@preact/signals-core';
import './pins.css';
import type { Experiment } from '../core/experiment.ts';
import { formatNumber } from '../core/format.ts';
import { type PointReading, pointReader } from '../core/point-reading.ts';
import { element } from './dom.ts';
import { axisNames, lossName } from './names.ts';
import type { Pin, Pins } from './pins.ts';
import { pinsText } from './pins-text.ts';
import { pinsWord } from './pins-texts.ts';
import type { HiddenReading } from './probe.ts';
import { type Language, text } from './texts.ts';

const DIGITS = 9;
const COPIED_MS = 1500;

export interface PinsHost {
  readonly pins: Pins;
  /** What stands on the plots. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** The panel that nothing is to be told of. */
  readonly covered: ReadonlySignal<0 | 1 | undefined>;
  /** Whether gradients are not to be told of. */
  readonly hidesSlopes: ReadonlySignal<boolean>;
  readonly language: ReadonlySignal<Language>;
  /** The browser did not allow copying. */
  readonly onNotCopied: () => void;
}

type Readings = readonly [PointReading, PointReading];

/** Keeps the list in `root` in step with the pins; hidden while there are none. */
export function keepPinsView(
  root: HTMLElement,
  { pins, experiment, covered, hidesSlopes, language, onNotCopied }: PinsHost,
): void {
  const title = element('h3');
  const copy = element('button', { type: 'button', class: 'copy' });
  const removeAll = element('button', { type: 'button', class: 'remove-all' });
  const list = element('ol');
  root.replaceChildren(element('header', {}, title, copy, removeAll), list);

  let last = experiment.peek();
  // A window that moves changes nothing here.
  const surfaces = computed(() => {
    if (!sameSurfaces(last, experiment.value)) last = experiment.value;
    return last;
  });
  const reader = computed(() => pointReader(surfaces.value));
  effect(() => {
    title.textContent = pinsWord('title', language.value);
    copy.textContent = pinsWord('copy', language.value);
    removeAll.textContent = pinsWord('removeAll', language.value);
  });
  let count = 0;
  effect(() => {
    const all = pins.list.value;
    const isMore = all.length > count;
    count = all.length;
    root.hidden = all.length === 0;
    const words = language.value;
    const read = reader.value;
    const hidden = { covered: covered.value, slopes: hidesSlopes.value };
    list.replaceChildren(
      ...all.map((pin) =>
        pinView(pin, read(pin.u, pin.v), surfaces.value, hidden, words, () => pins.remove(pin.n)),
      ),
    );
    if (isMore) showLast(root, list);
  });
  removeAll.addEventListener('click', () => pins.clear());
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(
        pinsText(surfaces.peek(), pins.list.peek(), reader.peek(), {
          covered: covered.peek(),
          slopes: hidesSlopes.peek(),
        }),
      );
    } catch {
      onNotCopied();
      return;
    }
    copy.textContent = pinsWord('copied', language.peek());
    setTimeout(() => {
      copy.textContent = pinsWord('copy', language.peek());
    }, COPIED_MS);
  });
}

/** The list may begin below what is in sight; where it does not scroll by itself, the page stays where it is. */
function showLast(root: HTMLElement, list: HTMLElement): void {
  const room = root.parentElement!;
  const below = list.lastElementChild!.getBoundingClientRect().bottom - room.getBoundingClientRect().bottom;
  if (below > 0) room.scrollTop += below;
}

function sameSurfaces(a: Experiment, b: Experiment): boolean {
  return (
    a.samples === b.samples &&
    a.losses.join() === b.losses.join() &&
    a.map === b.map &&
    a.link === b.link &&
    a.sampleReduction === b.sampleReduction &&
    a.squaredError === b.squaredError
  );
}

function pinView(
  { n, name }: Pin,
  readings: Readings,
  experiment: Experiment,
  { covered, slopes }: HiddenReading,
  language: Language,
  remove: () => void,
): HTMLElement {
  const { u, v } = axisNames(experiment);
  const place = `${u}, ${v} = ${name.join(', ')}`;
  const label = `${pinsWord('remove', language)} ${n}`;
  const button = element('button', { type: 'button', 'aria-label': label, title: label }, '×');
  button.addEventListener('click', remove);
  const losses = experiment.losses.map((loss, panel) =>
    element('th', { scope: 'col', 'data-panel': String(panel) }, lossName(loss, experiment, language)),
  );
  const table = element('table', {}, element('tr', {}, element('td'), ...losses));
  const rows: (readonly [string, keyof PointReading])[] = [
    ['L', 'value'],
    ['|∇L|', 'norm'],
    [`∂²L/∂${u}²`, 'duu'],
    [`∂²L/∂${u}∂${v}`, 'duv'],
    [`∂²L/∂${v}²`, 'dvv'],
    ['λ min', 'lambdaMin'],
    ['λ max', 'lambdaMax'],
  ];
  for (const [row, of] of rows) {
    const cells = readings.map((reading, panel) => {
      const isHidden = panel === covered || (slopes && of === 'norm');
      return element('td', {}, isHidden ? text('covered', language) : formatNumber(reading[of], DIGITS));
    });
    table.append(element('tr', {}, element('th', { scope: 'row' }, row), ...cells));
  }
  const badge = element('span', { class: 'badge' }, String(n));
  return element('li', { 'data-pin': String(n) }, element('p', {}, badge, place, button), table);
}
