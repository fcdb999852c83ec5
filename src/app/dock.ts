/**
 * The dock under the plots: panes to read, to see slices and descents and to edit samples, one at a time behind tabs, and the probe
 * beside them. A pane is loaded when it is first opened.
 */
import { computed, effect, type ReadonlySignal, type Signal } from '@preact/signals-core';
import './dock.css';
import type { Race } from '../core/descent-race.ts';
import type { Experiment } from '../core/experiment.ts';
import type { Theme } from '../render/theme.ts';
import type { Backends } from './backends.ts';
import { element } from './dom.ts';
import type { Shown } from './painter.ts';
import type { Playback } from './playback.ts';
import type { Prediction } from './prediction.ts';
import type { TabId } from './settings.ts';
import type { State } from './state.ts';
import { type Language, type TextKey, text } from './texts.ts';
import { sayWaiting } from './waiting.ts';

/** What a pane may see of the page, and do to it. */
export interface DockHost {
  readonly state: ReadonlySignal<State>;
  /** The state's experiment at the resolution that is drawn; the same object until the numbers change. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** What stands on the plots: it follows the experiment a moment later. */
  readonly shown: ReadonlySignal<Shown | undefined>;
  /** Whether pictures follow one another and the next is on its way. */
  readonly pictureDue: ReadonlySignal<boolean>;
  /** The point (u, v) under the crosshair of both plots; writing it moves the crosshair. It may lie outside the window. */
  readonly cursor: Signal<{ readonly u: number; readonly v: number } | undefined>;
  /** The descents from the state's starts; undefined without any, and while they are being computed. */
  readonly race: ReadonlySignal<Race | undefined>;
  readonly playback: Playback;
  /** The panel whose surface is not to be told of: it is to be predicted first. */
  readonly covered: ReadonlySignal<0 | 1 | undefined>;
  readonly prediction: Prediction;
  readonly theme: ReadonlySignal<Theme>;
  readonly language: ReadonlySignal<Language>;
  readonly pixelRatio: ReadonlySignal<number>;
  /** Both evaluators, whole grids at a time. */
  readonly backends: Backends;
  /** Applies a partial state; a refusal is told above the plots. */
  change(partial: unknown): void;
  /**
   * Applies a partial state.
   * @throws ExperimentError with the path of the first bad field, for a pane that tells it beside the field
   */
  set(partial: unknown): void;
}

/**
 * Fills `root`, empty and in the page, and keeps it in step with the host's signals until what it returns is called,
 * which ends all that the pane began; `root` is emptied after that.
 */
export type ShowPane = (root: HTMLElement, host: DockHost) => () => void;

/** A pane of the dock, known before it is loaded. */
export interface Pane {
  readonly id: TabId;
  readonly title: TextKey;
  readonly load: () => Promise<ShowPane>;
}

/**
 * The tabs and the pane of the chosen one. The arrow keys choose among the tabs, Home and End the first and the last.
 * @param root the dock, with the probe in it; without panes the probe stays alone
 */
export function showDock(root: HTMLElement, panes: readonly Pane[], host: DockHost): void {
  const [first] = panes;
  if (!first) return;
  const tabs = panes.map(({ id }) =>
    element('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': 'pane' }),
  );
  const strip = element('div', { class: 'tabs', role: 'tablist' }, ...tabs);
  const panel = element('div', { id: 'pane', role: 'tabpanel', tabindex: '0' });
  root.prepend(element('div', { class: 'panes' }, strip, panel));

  const select = (at: number) => {
    host.change({ tab: panes[at]!.id });
    tabs[at]!.focus();
  };
  for (const [at, tab] of tabs.entries()) tab.addEventListener('click', () => select(at));
  strip.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(event.target as HTMLButtonElement);
    const last = tabs.length - 1;
    const { key } = event;
    const to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[
      key
    ];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    select(to);
  });

  const selected = computed(() => panes.find(({ id }) => id === host.state.value.tab) ?? first);
  effect(() => {
    strip.setAttribute('aria-label', text('dock', host.language.value));
    for (const [at, { title }] of panes.entries()) tabs[at]!.textContent = text(title, host.language.value);
  });
  const open = paneOpener(panel, host);
  effect(() => {
    const pane = selected.value;
    for (const [at, tab] of tabs.entries()) {
      const isSelected = panes[at] === pane;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `tab-${pane.id}`);
    open(pane);
  });
}

/** Opens panes in `panel`, one at a time: a pane that is superseded while it loads is never shown. */
function paneOpener(panel: HTMLElement, host: DockHost): (pane: Pane) => void {
  let turn = 0;
  let close = () => {};
  return (pane) => {
    turn += 1;
    const current = turn;
    close();
    close = () => {};
    const root = element('div', { class: 'pane', 'data-pane': pane.id });
    panel.replaceChildren(root);
    panel.scrollTop = 0;
    const arrive = sayWaiting(root, () => text('paneLoading', host.language.peek()));
    close = arrive;
    pane.load().then(
      (show) => {
        arrive();
        if (turn === current) close = show(root, host);
      },
      () => {
        arrive();
        if (turn === current) root.append(text('paneNotLoaded', host.language.peek()));
      },
    );
  };
}
