/** The keyboard on the plots: all that a pointer does there. Loaded after the first picture. */
import type { Signal } from '@preact/signals-core';
import type { PlaneWindow } from '../core/experiment.ts';
import { HOME_ORBIT, type Orbit } from '../core/orbit.ts';
import { isInWindow, middleOf, pannedWindow, steppedPoint, zoomedWindow } from '../render/camera.ts';
import { KEY_ROWS, type KeyActions, keyName } from './keys.ts';
import type { LayerKey } from './layer-keys.ts';
import type { Settings } from './settings.ts';
import { approachedByKey, stepsOnScreen, turnedByKey } from './space-keys.ts';

export interface PlotKeysHost {
  readonly window: () => PlaneWindow;
  readonly move: (window: PlaneWindow) => void;
  /** Before a window is moved: what is seen now may be wanted back. */
  readonly onStart: () => void;
  readonly reset: () => void;
  /** Whether what the keys act on is a surface in space: the plot that has the focus, or both where none has. */
  readonly isInSpace: (focus: EventTarget | null) => boolean;
  /** Shows surfaces in space from another place. */
  readonly turn: (camera: Orbit) => void;
  /** The crosshair's point, which may lie outside the window. */
  readonly cursor: Signal<{ readonly u: number; readonly v: number } | undefined>;
  readonly pin: (point: { readonly u: number; readonly v: number }) => void;
  readonly drop: (point: { readonly u: number; readonly v: number }) => void;
  /** Plays the race, or pauses it. */
  readonly play: () => void;
  /** Says that there is no point to pin or to start from, and how to have one. */
  readonly tellNoCrosshair: () => void;
  readonly settings: () => Settings;
  /** Shows or hides a layer, or has the colours show something else; says why where that cannot be seen. */
  readonly layer: (key: LayerKey) => void;
  /** Saves the figure. */
  readonly save: () => void;
  readonly help: () => void;
}

const TEXT_FIELDS = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])';

export function listenToKeys(plots: readonly HTMLElement[], host: PlotKeysHost): void {
  document.addEventListener('keydown', (event) => {
    const name = keyName(event);
    const row = KEY_ROWS.find(({ keys }) => name !== undefined && Object.hasOwn(keys, name));
    if (!row || event.defaultPrevented || !reaches(event, row.anywhere === true, plots)) return;
    event.preventDefault();
    row.keys[name!]!(actionsOf(host, event));
  });
}

/** Keys go to the control that has the focus; to the plots where one of them has it, or nothing has. */
function reaches({ target, key }: KeyboardEvent, anywhere: boolean, plots: readonly HTMLElement[]): boolean {
  if (!(target instanceof Element) || document.querySelector('dialog[open]')) return false;
  if (target.matches(TEXT_FIELDS)) return false;
  if (anywhere || plots.some((plot) => plot === target)) return true;
  return target === document.body && !(scrolls(key) && isScrollable(document.documentElement));
}

function scrolls(key: string): boolean {
  return key === ' ' || key.startsWith('Arrow') || key.startsWith('Page') || key === 'Home' || key === 'End';
}

function isScrollable({ scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight > clientHeight;
}

/** A key that is held repeats: one movement, to go back before as a whole. */
function actionsOf(host: PlotKeysHost, { repeat: repeated, target }: KeyboardEvent): KeyActions {
  const { window, move, onStart, reset, cursor, pin, drop, play, settings, save, help } = host;
  const camera = () => (host.isInSpace(target) ? settings().camera : undefined);
  const shown = () => {
    const at = cursor.peek();
    return at && isInWindow(window(), at) ? at : undefined;
  };
  const begin = () => {
    if (!repeated) onStart();
  };
  return {
    step(across, up) {
      const from = shown();
      const orbit = camera();
      const { u, v } = orbit ? stepsOnScreen(orbit, across, up) : { u: across, v: up };
      cursor.value = from ? steppedPoint(window(), from, u, v) : middleOf(window());
    },
    pan(across, up) {
      const orbit = camera();
      if (orbit) return host.turn(turnedByKey(orbit, across, up));
      begin();
      move(pannedWindow(window(), across, up));
    },
    zoom(times) {
      const orbit = camera();
      if (orbit) return host.turn(approachedByKey(orbit, times));
      begin();
      move(zoomedWindow(window(), shown() ?? middleOf(window()), times));
    },
    pin() {
      const at = shown();
      if (at) pin(at);
      else host.tellNoCrosshair();
    },
    drop() {
      const at = shown();
      if (at) drop(at);
      else host.tellNoCrosshair();
    },
    clear() {
      cursor.value = undefined;
    },
    play() {
      if (!repeated) play();
    },
    layer(key) {
      if (!repeated) host.layer(key);
    },
    save() {
      if (!repeated) save();
    },
    reset() {
      if (camera()) host.turn(HOME_ORBIT);
      else reset();
    },
    help,
  };
}
