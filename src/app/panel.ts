/** The panel of controls (lil-gui). It shows the state and asks the store to change it; it holds no state of its own. */
import { effect, untracked } from '@preact/signals-core';
import GUI, { type Controller } from 'lil-gui';
import '../../node_modules/lil-gui/dist/lil-gui.css';
import './panel.css';
import { ARROW_LENGTHS } from '../core/arrow-length.ts';
import { CRITERIA, DESCENT_METHODS } from '../core/descent-settings.ts';
import type { Interval, LossId } from '../core/experiment.ts';
import { lossesOf } from '../core/losses/index.ts';
import { decodeNumber } from '../core/number-text.ts';
import { HEIGHT_SCALES, VIEWS } from '../core/orbit.ts';
import { PALETTE_IDS } from '../core/palette.ts';
import { presetByName } from '../core/presets/index.ts';
import { QUANTITIES, type QuantityChoice } from '../core/quantity.ts';
import { SCALE_KINDS } from '../core/scale.ts';
import { STREAM_DENSITY, STREAM_SPEED } from '../core/stream-motion.ts';
import { addReason, giveReason, sayReason } from './control-reason.ts';
import { element } from './dom.ts';
import { sliderPosition, sliderValue } from './fixed-value-slider.ts';
import { layerRefusal, quantityRefusal } from './layer-refusals.ts';
import { axisNames, logitName, lossName } from './names.ts';
import { parameterName } from './preset-texts.ts';
import { regionsRefusal } from './quantity-text.ts';
import { ARROW_DENSITY, BACKENDS, PREDICTIONS, RANGE_MODES, type Settings } from './settings.ts';
import type { GridChoice, State } from './state.ts';
import type { Store } from './store.ts';
import { type Language, type TextKey, text } from './texts.ts';

/** Sides of the grids that the menu offers, as far as the device allows. */
const GRID_SIDES = [16, 32, 64, 100, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];
const FIXED_VALUE_LARGEST = 1000;

export interface PanelHost {
  readonly root: HTMLElement;
  readonly store: Store;
  /** The grid that `auto` stands for, and the largest that the device allows. */
  readonly gridSides: () => { auto: number; largest: number };
  /** Whether what only WebGPU draws can be drawn. */
  readonly hasWebgpu: () => boolean;
  /** The panel that is covered now, of which nothing is to be told. */
  readonly covered: () => 0 | 1 | undefined;
  /** Whether there is no WebGPU device, and asking again may bring one. */
  readonly mayTryWebgpu: () => boolean;
  /** Asks for a WebGPU device again where there is none. */
  readonly tryWebgpu: () => void;
  /** Applies a change; a refused one is told to the user and shown nowhere. */
  readonly change: (partial: unknown) => void;
  /** Leads back to the window that the experiment came with. */
  readonly resetWindow: () => void;
  /** What stands in the Check folder. */
  readonly checkView: HTMLElement;
}

/** Builds the panel, and again whenever its controls themselves change: language, experiment. */
export function showPanel(host: PanelHost): void {
  let panel: Panel | undefined;
  // What is wanted less often is closed at first, so that a low screen shows the whole panel.
  const closed = new Set<string>(['folderDescent', 'folderGrid'] satisfies TextKey[]);
  effect(() => {
    const state = host.store.state.value;
    // Only what changes the controls themselves rebuilds them.
    const shape = [
      state.language,
      state.preset,
      state.params.fixed,
      state.experiment.link,
      regionsRefusal(state.experiment, state.language),
    ];
    const key = JSON.stringify(shape);
    host.root.setAttribute('aria-label', text('panel', state.language));
    untracked(() => {
      const { gui } = panel ?? {};
      if (gui && gui.domElement.dataset.shape === key) return;
      if (gui)
        for (const folder of gui.folders) note(closed, folder.domElement.dataset.name!, folder._closed);
      gui?.destroy();
      panel = new Panel(host, closed);
      panel.gui.domElement.dataset.shape = key;
      void describe(panel.gui, state.language);
    });
    panel?.update();
  });
}

/** What the controls do is said a moment after they are there: the first picture does not wait for it. */
async function describe(gui: GUI, language: Language): Promise<void> {
  (await import('./panel-hints.ts')).addHints(gui, language);
}

function note(set: Set<string>, name: string, present: boolean): void {
  if (present) set.add(name);
  else set.delete(name);
}

class Panel {
  readonly gui: GUI;
  private readonly host: PanelHost;
  private readonly closed: ReadonlySet<string>;
  /** Controls that not every choice has. */
  private readonly optional: (readonly [Controller, when: (state: State) => boolean])[] = [];
  /** Controls that are of no use at times, and the layer that each is for. */
  private readonly refusable: (readonly [Controller, layer: TextKey])[] = [];
  /** Its options are those of the device, which comes and goes while the keyboard is anywhere in the panel. */
  private grid!: Controller;
  private quantity!: Controller;
  private gridNames = '';

  constructor(host: PanelHost, closed: ReadonlySet<string>) {
    this.host = host;
    this.closed = closed;
    this.gui = new GUI({ container: host.root, injectStyles: false, title: 'Logitscape' });
    this.addExperiment();
    this.addSurface();
    this.addLayers();
    this.addDescent();
    this.addGrid();
    this.addCheck();
  }

  /** Shows the state as it is now. */
  update(): void {
    // Some Chromes take the focus from a control as soon as it is disabled, others a frame later.
    const focused = document.activeElement;
    for (const [controller, when] of this.optional) controller.show(when(this.state));
    for (const [controller, layer] of this.refusable) {
      const why = this.refusal(layer, this.state);
      giveReason(controller, why && this.text(why));
    }
    const why = quantityRefusal(this.state, this.host.covered());
    sayReason(this.quantity, why && this.text(why));
    const grids = this.gridOptions();
    const names = Object.keys(grids).join();
    if (names !== this.gridNames) this.grid.options(grids);
    this.gridNames = names;
    for (const controller of this.gui.controllersRecursive()) {
      controller.updateDisplay();
      const { domElement, parent, _disabled, _hidden } = controller;
      // The keyboard stays near a control that is no longer of use.
      if ((_disabled || _hidden) && domElement.contains(focused)) parent.$title.focus();
    }
  }

  private get state(): State {
    return this.host.store.state.peek();
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(key, this.state.language, values);
  }

  private folder(key: TextKey): GUI {
    const folder = this.gui.addFolder(this.text(key));
    folder.domElement.dataset.name = key;
    if (this.closed.has(key)) folder.close();
    return folder;
  }

  /** A control that reads from the state and writes by `host.change`; what is refused springs back. */
  private control<T>(
    folder: GUI,
    name: string,
    key: TextKey | { label: string },
    bound: Bound<T>,
    ...more: unknown[]
  ): Controller {
    const { change } = this.host;
    const model = {
      get [name](): T {
        return bound.read();
      },
      set [name](value: T) {
        change(bound.write(value));
      },
    };
    const add = folder.add.bind(folder) as (model: object, name: string, ...more: unknown[]) => Controller;
    const controller = add(model, name, ...more).name(typeof key === 'string' ? this.text(key) : key.label);
    controller.domElement.dataset.control = name;
    if (typeof bound.read() === 'number')
      commitWhole(controller, (text) => change(bound.write(decodeNumber(text) as T)));
    return controller.onFinishChange(() => controller.updateDisplay());
  }

  private setting<Name extends keyof Settings>(
    folder: GUI,
    name: Name,
    key: TextKey,
    ...more: unknown[]
  ): Controller {
    const bound = { read: () => this.state[name], write: (value: Settings[Name]) => ({ [name]: value }) };
    return this.control(folder, name, key, bound, ...more);
  }

  private options<T extends string>(values: readonly T[], prefix: string): Record<string, T> {
    const key = (value: T) => `${prefix}${value[0]!.toUpperCase()}${value.slice(1)}` as TextKey;
    return Object.fromEntries(values.map((value) => [this.text(key(value)), value]));
  }

  private addExperiment(): void {
    const { preset, language } = this.state;
    if (preset === null) return;
    const { parameters } = presetByName(preset);
    if (parameters.length === 0) return;
    const folder = this.folder('folderExperiment');
    const param = (name: string) => ({
      read: () => this.state.params[name] as number,
      write: (value: number) => ({ params: { [name]: value } }),
    });
    const label = (name: string) => ({ label: parameterName(preset, name, language) });
    if (!parameters.some(({ name }) => name === 'fixed')) {
      for (const { name } of parameters) this.control(folder, name, label(name), param(name));
      return;
    }
    const classes = parameters.find(({ name }) => name === 'target');
    const count = classes?.kind === 'integer' ? classes.max + 1 : 0;
    const indices = Array.from({ length: count }, (_, k) => k);
    const targets = indices.map((k) => [this.text('classOption', { k, name: logitName(k) }), k]);
    this.control(folder, 'target', label('target'), param('target'), Object.fromEntries(targets));
    const logits = Object.fromEntries(indices.map((k) => [logitName(k), k]));
    this.control(folder, 'fixed', label('fixed'), param('fixed'), logits);
    this.control(folder, 'value', label('value'), param('value'));
    const slider = {
      read: () => sliderPosition(this.state.params.value as number, FIXED_VALUE_LARGEST),
      write: (position: number) => ({ params: { value: sliderValue(position, FIXED_VALUE_LARGEST) } }),
    };
    this.control(folder, 'valueSlider', 'valueSlider', slider, -1, 1, 0.001).domElement.classList.add(
      'slider-only',
    );
  }

  /** Shows a control only while it has something to say. */
  private onlyWhen(when: (state: State) => boolean, ...controllers: Controller[]): void {
    for (const controller of controllers) this.optional.push([controller, when]);
  }

  /** The control of a layer that cannot be seen at times. */
  private layer(folder: GUI, name: keyof Settings & TextKey, ...more: unknown[]): Controller {
    const controller = this.setting(folder, name, name, ...more);
    addReason(controller);
    this.refusable.push([controller, name]);
    return controller;
  }

  private refusal(layer: TextKey, state: State): TextKey | undefined {
    return layerRefusal(layer, state, this.host.hasWebgpu());
  }

  private addSurface(): void {
    const folder = this.folder('folderSurface');
    for (const panel of [0, 1] as const) {
      const losses = lossesOf(this.state.experiment.link);
      const names = losses.map((loss) => [lossName(loss, this.state.experiment, this.state.language), loss]);
      const bound = {
        read: () => this.state.losses[panel],
        write: (loss: LossId) => ({ losses: withLoss(this.state.losses, panel, loss) }),
      };
      const [name, key] = panel === 0 ? (['left', 'leftLoss'] as const) : (['right', 'rightLoss'] as const);
      this.control(folder, name, key, bound, Object.fromEntries(names));
    }
    this.setting(folder, 'scale', 'scale', this.options(SCALE_KINDS, 'scale'));
    this.setting(folder, 'range', 'range', this.options(RANGE_MODES, 'range'));
    this.setting(folder, 'palette', 'palette', [...PALETTE_IDS]);
    this.layer(folder, 'view', this.options(VIEWS, 'view'));
    const heights = this.options(HEIGHT_SCALES, 'scale');
    const heightScale = this.setting(folder, 'heightScale', 'heightScale', heights);
    this.onlyWhen((state) => state.view !== 'flat' && !this.refusal('view', state), heightScale);
  }

  private addLayers(): void {
    const folder = this.folder('folderLayers');
    this.setting(folder, 'heatmap', 'heatmap');
    const quantity = this.setting(folder, 'quantity', 'quantity', this.options(QUANTITIES, 'quantity'));
    addReason(quantity);
    this.quantity = quantity;
    refuseQuantity(quantity, 'regions', regionsRefusal(this.state.experiment, this.state.language));
    this.layer(folder, 'contours');
    this.layer(folder, 'arrows');
    this.onlyWhen(
      (state) => state.arrows && !this.refusal('arrows', state),
      this.setting(folder, 'arrowDensity', 'arrowDensity', ARROW_DENSITY.min, ARROW_DENSITY.max, 1),
      this.setting(folder, 'arrowLength', 'arrowLength', this.options(ARROW_LENGTHS, 'length')),
    );
    this.addStreamlines(folder);
    this.setting(folder, 'predict', 'predict', this.options(PREDICTIONS, 'predict'));
  }

  private addStreamlines(folder: GUI): void {
    const { min, max } = STREAM_DENSITY;
    this.layer(folder, 'streamlines');
    this.onlyWhen(
      (state) => state.streamlines && !this.refusal('streamlines', state),
      this.setting(folder, 'streamDensity', 'streamDensity', min, max, 1),
      this.setting(folder, 'streamSpeed', 'streamSpeed', STREAM_SPEED.min, STREAM_SPEED.max, 1),
    );
  }

  private addDescent(): void {
    const folder = this.folder('folderDescent');
    this.setting(folder, 'method', 'method', this.options(DESCENT_METHODS, 'method'));
    this.setting(folder, 'rate', 'rate');
    this.onlyWhen(({ method }) => method === 'momentum', this.setting(folder, 'momentum', 'momentum'));
    this.setting(folder, 'steps', 'steps');
    // Outputs have no probabilities to go by.
    const hasProbabilities = this.state.experiment.link !== 'identity';
    if (hasProbabilities) this.setting(folder, 'criterion', 'criterion', this.options(CRITERIA, 'criterion'));
    const lossThreshold = this.setting(
      folder,
      'lossThreshold',
      hasProbabilities ? 'lossThreshold' : 'untilLoss',
    );
    this.onlyWhen(({ criterion }) => criterion === 'loss' || !hasProbabilities, lossThreshold);
    const clear = () => this.host.change({ starts: [] });
    folder.add({ clear }, 'clear').name(this.text('clearStarts'));
  }

  private addGrid(): void {
    const folder = this.folder('folderGrid');
    const bound = {
      read: () => optionOfGrid(this.state.grid),
      write: (option: string) => ({ grid: gridOfOption(option) }),
    };
    this.grid = this.control(folder, 'grid', 'grid', bound, {});
    const names = axisNames(this.state.experiment);
    for (const axis of ['u', 'v'] as const) {
      for (const end of [0, 1] as const) {
        const label = this.text(end === 0 ? 'low' : 'high', { name: names[axis] });
        this.control(folder, `${axis}${end}`, { label }, this.windowEnd(axis, end));
      }
    }
    folder.add({ reset: this.host.resetWindow }, 'reset').name(this.text('resetWindow'));
    const { tryWebgpu, mayTryWebgpu } = this.host;
    const backend = this.setting(folder, 'backend', 'backend', this.options(BACKENDS, 'backend'));
    backend.domElement.addEventListener('change', () => this.state.backend === 'auto' && tryWebgpu());
    // A menu tells of no choice that is made already.
    const again = folder.add({ tryWebgpu }, 'tryWebgpu').name(this.text('tryAgain'));
    this.onlyWhen((state) => state.backend === 'auto' && mayTryWebgpu(), again);
  }

  private gridOptions(): Record<string, string> {
    const { auto, largest } = this.host.gridSides();
    const { grid } = this.state;
    const options: Record<string, string> = { [this.text('gridAuto', { n: auto })]: 'auto' };
    for (const side of GRID_SIDES.filter((side) => side < largest))
      options[`${side} × ${side}`] = `${side}x${side}`;
    options[this.text('gridLargest', { n: largest })] = `${largest}x${largest}`;
    if (grid !== 'auto' && !isOffered(grid, largest)) options[grid.join(' × ')] = optionOfGrid(grid);
    return options;
  }

  private windowEnd(axis: 'u' | 'v', end: 0 | 1): Bound<number> {
    return {
      read: () => this.state.window[axis][end],
      write: (value) => {
        const [low, high] = this.state.window[axis];
        const changed: Interval = end === 0 ? [value, high] : [low, value];
        return { window: { ...this.state.window, [axis]: changed } };
      },
    };
  }

  private addCheck(): void {
    const folder = this.folder('folderCheck');
    folder.$children.append(element('div', { class: 'check-holder' }, this.host.checkView));
  }
}

/**
 * Has a number field take its text when it is complete (Enter, or leaving the field), not at every key: `1e999` begins
 * with 1, and a number that is refused must leave nothing behind.
 */
function commitWhole(controller: Controller, commit: (text: string) => void): void {
  const input = controller.domElement.querySelector('input');
  const widget = controller.domElement.querySelector('.lil-widget');
  if (!input || !widget) return;
  // Caught on the way down, so that lil-gui's own listener on the field does not hear of it.
  widget.addEventListener('input', (event) => event.target === input && event.stopPropagation(), true);
  input.addEventListener('change', () => commit(input.value.trim()));
}

/** Keeps a quantity from being chosen; its option says why. @param why undefined: it may be chosen */
function refuseQuantity({ domElement }: Controller, quantity: QuantityChoice, why: string | undefined): void {
  const option = domElement.querySelectorAll('option')[QUANTITIES.indexOf(quantity)];
  if (!option || why === undefined) return;
  option.disabled = true;
  option.textContent = why;
}

interface Bound<T> {
  readonly read: () => T;
  readonly write: (value: T) => object;
}

/** The two losses differ: choosing the other panel's loss exchanges them. */
function withLoss(losses: State['losses'], panel: 0 | 1, loss: LossId): readonly LossId[] {
  const [left, right] = losses;
  if (panel === 0) return [loss, loss === right ? left : right];
  return [loss === left ? right : left, loss];
}

/** Whether the menu has the grid without it being added. */
function isOffered(grid: GridChoice, largest: number): boolean {
  if (grid === 'auto') return true;
  const [width, height] = grid;
  return width === height && (width === largest || (width < largest && GRID_SIDES.includes(width)));
}

function optionOfGrid(grid: GridChoice): string {
  return grid === 'auto' ? 'auto' : grid.join('x');
}

function gridOfOption(option: string): GridChoice {
  if (option === 'auto') return 'auto';
  const [width, height] = option.split('x').map(Number);
  return [width!, height!];
}
