/**
 * One of the two figures: title, formula, ranges, the plot's canvas, and over it a canvas for axes, colourbar and marks.
 */
import './figures.css';
import type { Experiment, LossId, PlaneWindow } from '../core/experiment.ts';
import type { Grid } from '../core/grid.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import { drawAxes } from '../render/axes.ts';
import { isInWindow } from '../render/camera.ts';
import { type FigureLayout, isInside, layoutFigure, pixelToPlane, planeToPixel } from '../render/layout.ts';
import { drawCrosshair, drawMinimum, drawPin } from '../render/marks.ts';
import { makePen, type Pen } from '../render/pen.ts';
import type { Theme } from '../render/theme.ts';
import { type ColourKey, drawColourKey } from './colour-key.ts';
import { element, formulaNodes } from './dom.ts';
import { axisNames, formatPoint, lossFormula, lossName } from './names.ts';
import { context2d } from './page-canvas.ts';
import type { Pin } from './pins.ts';
import {
  BETWEEN,
  infiniteText,
  minimumOf,
  type RangedGrid,
  rangeParts,
  rangeTexts,
  stepsOf,
} from './range-text.ts';
import { shownSentence } from './shown-words.ts';
import { type Language, text } from './texts.ts';

/** Draws marks over a plot that shows a window. */
export type DrawMarks = (pen: Pen, plot: FigureLayout['plot'], window: PlaneWindow) => void;

/** A surface in space: it draws all but the colourbar, and knows what is under the pointer. */
export interface SpaceOverlay {
  draw(pen: Pen, layout: FigureLayout, overlay: Pick<Overlay, 'grid' | 'range' | 'cursor' | 'pins'>): void;
  /** The plane's point whose ground is at a pixel of the plot; undefined beside the box. */
  pointAt(plot: FigureLayout['plot'], x: number, y: number): { u: number; v: number } | undefined;
}

/** All that the overlay shows. */
export interface Overlay {
  readonly experiment: Experiment;
  /** The grid that is drawn, and its range once it is known. */
  readonly grid: Grid | undefined;
  readonly range: SurfaceRange | undefined;
  /** Undefined where there is neither heatmap nor contours to read. */
  readonly key: ColourKey | undefined;
  readonly cursor: { readonly u: number; readonly v: number } | undefined;
  /** Draws the descents on this figure's loss. */
  readonly descents: DrawMarks | undefined;
  readonly pins: readonly Pin[];
  /** undefined: the panel is flat. */
  readonly space: SpaceOverlay | undefined;
  readonly theme: Theme;
}

export class Figure {
  /** Left (0) or right (1). */
  readonly panel: 0 | 1;
  readonly root: HTMLElement;
  private readonly title = element('h2');
  private readonly formula = element('span', { class: 'formula' });
  /** The line of ranges, or lines: range-room.ts. */
  readonly range = element('p', { class: 'range' });
  /**
   * To the keyboard and to readers of the screen, the plot: an application, so that those leave the arrow keys to it.
   * What is at the crosshair is its description (spoken.ts).
   */
  private readonly box = element('div', {
    class: 'box',
    role: 'application',
    tabindex: '0',
    'aria-describedby': 'spoken',
  });
  private readonly overlay = element('canvas', { class: 'overlay', 'aria-hidden': 'true' });
  private plot = element('canvas');
  private isHeld = false;
  private current: FigureLayout = layoutFigure(0, 0, 1);
  private size = '';
  /** Of the formula that is shown: it is not laid out anew for every picture. */
  private formulaKey = '';
  private pixelRatio = 1;
  private space: SpaceOverlay | undefined;

  constructor(panel: 0 | 1) {
    this.panel = panel;
    const heading = element('div', { class: 'heading' }, this.title, this.formula, this.range);
    this.box.append(this.plot, this.overlay);
    this.root = element('section', { class: 'figure', 'data-panel': String(panel) }, heading, this.box);
    this.replaceCanvas(element('canvas'));
  }

  get layout(): FigureLayout {
    return this.current;
  }

  /** Whether the plot shows its surface in space, as it was drawn last. */
  get isInSpace(): boolean {
    return this.space !== undefined;
  }

  /** The box whose size the figure follows. */
  get container(): HTMLElement {
    return this.box;
  }

  /** Puts a new canvas in the plot's place: one that had a 2-D context cannot have WebGPU's, nor the other way round. */
  replaceCanvas(canvas: HTMLCanvasElement): void {
    canvas.className = 'plot';
    canvas.setAttribute('aria-hidden', 'true');
    this.plot.replaceWith(canvas);
    this.plot = canvas;
    this.isHeld = false;
    this.placePlot();
  }

  /** Nobody draws in the plot until another canvas takes its place: it keeps its picture, whatever size it is shown at. */
  holdPlot(): void {
    this.isHeld = true;
  }

  /** Follows the box's size. @returns whether anything changed */
  resize(pixelRatio: number): boolean {
    const { clientWidth, clientHeight } = this.box;
    const size = `${clientWidth} x ${clientHeight} at ${pixelRatio}`;
    if (size === this.size) return false;
    this.size = size;
    const layout = layoutFigure(clientWidth, clientHeight, pixelRatio);
    this.current = layout;
    this.pixelRatio = pixelRatio;
    this.overlay.width = Math.max(1, Math.round(clientWidth * pixelRatio));
    this.overlay.height = Math.max(1, Math.round(clientHeight * pixelRatio));
    // The title starts where the figure does.
    this.root.style.setProperty('--figure-left', `${layout.bounds.x}px`);
    this.root.style.setProperty('--figure-right', `${clientWidth - layout.bounds.x - layout.bounds.width}px`);
    this.placePlot();
    return true;
  }

  /** The plane's point under a pointer event, or undefined outside the plot. */
  pointAt(event: MouseEvent, window: Experiment['window']): { u: number; v: number } | undefined {
    const origin = this.box.getBoundingClientRect();
    const x = event.clientX - origin.left;
    const y = event.clientY - origin.top;
    if (!isInside(this.current.plot, x, y)) return undefined;
    if (this.space) {
      // While it is turned, nothing is pointed at.
      return this.box.hasAttribute('data-moving') ? undefined : this.space.pointAt(this.current.plot, x, y);
    }
    const [u, v] = pixelToPlane(this.current.plot, window, x, y);
    return { u, v };
  }

  /** Puts a control on the line of the title. */
  addToHeading(control: HTMLElement): void {
    this.range.before(control);
  }

  /**
   * @param ranged the latest range and the grid that it belongs to
   * @param covered whether nothing but its name is to be told of the surface
   */
  describe(
    loss: LossId,
    experiment: Experiment,
    ranged: RangedGrid | undefined,
    language: Language,
    covered: boolean,
  ): void {
    this.title.textContent = lossName(loss, experiment, language);
    this.root.dataset.loss = loss;
    const formula = lossFormula(loss, experiment);
    const key = JSON.stringify(formula);
    if (key !== this.formulaKey) this.formula.replaceChildren(...formulaNodes(formula));
    this.formulaKey = key;
    const parts = ranged ? [...rangeParts(ranged, language), ...infinitePart(ranged, language)] : ['\u00a0'];
    this.range.replaceChildren(...parts.flatMap(rangePart));
    const name = this.title.textContent;
    this.box.setAttribute('aria-roledescription', text('plot', language));
    this.box.setAttribute(
      'aria-label',
      covered ? text('plotCovered', language, { loss: name }) : plotLabel(name, experiment, ranged, language),
    );
  }

  drawOverlay(overlay: Overlay): void {
    const { experiment, grid, range, key, cursor, descents, pins, space, theme } = overlay;
    this.space = space;
    this.box.toggleAttribute('data-space', space !== undefined);
    const context = context2d(this.overlay);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.overlay.width, this.overlay.height);
    const pen = makePen(context, this.pixelRatio, theme);
    const { plot } = this.current;
    const { window } = experiment;
    if (!space) drawAxes(pen, this.current, window, axisNames(experiment));
    if (key) drawColourKey(pen, this.current, key);
    if (space) {
      space.draw(pen, this.current, overlay);
      return;
    }
    descents?.(pen, plot, window);
    if (grid && range && range.minIndex >= 0) {
      drawMinimum(pen, ...planeToPixel(plot, window, ...minimumOf({ grid, range })));
    }
    if (cursor) drawCrosshair(pen, plot, ...planeToPixel(plot, window, cursor.u, cursor.v));
    for (const pin of pins) {
      if (isInWindow(window, pin)) drawPin(pen, ...planeToPixel(plot, window, pin.u, pin.v), pin.n);
    }
  }

  private placePlot(): void {
    const { x, y, width, height } = this.current.plot;
    // A canvas whose size is set is empty.
    if (!this.isHeld) {
      this.plot.width = Math.max(1, Math.round(width * this.pixelRatio));
      this.plot.height = Math.max(1, Math.round(height * this.pixelRatio));
    }
    Object.assign(this.plot.style, {
      left: `${x}px`,
      top: `${y}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }
}

/** The plot in words: which loss over what, its ranges, where it is least, and what the colours show. */
function plotLabel(
  loss: string,
  experiment: Experiment,
  ranged: RangedGrid | undefined,
  language: Language,
): string {
  if (!ranged) return loss;
  const names = axisNames(experiment);
  if (ranged.range.minIndex < 0) return `${loss}: ${rangeParts(ranged, language).join(BETWEEN)}`;
  const label = text('plotLabel', language, { loss, ...names, ...rangeTexts(ranged) });
  const [u, v] = formatPoint(ranged.grid.window, minimumOf(ranged));
  const minimum = text('plotMinimum', language, { u: `${names.u} = ${u}`, v: `${names.v} = ${v}` });
  const { painted, shownBy } = ranged;
  const shown = painted && shownBy ? [shownSentence(painted, shownBy, language)] : [];
  return [label, minimum, ...shown].join(language === 'zh' ? '' : ' ');
}

/** How many points are infinite, beside their colour. */
function infinitePart(ranged: RangedGrid, language: Language): Node[] {
  const count = infiniteText(ranged, language);
  if (count === undefined) return [];
  const swatch = element('span', { class: stepsOf(ranged) ? 'never' : 'infinite' });
  return [element('span', {}, swatch, new Text(count))];
}

/** A part of the range line, and what is between it and the one before. Where the line is broken, it is there. */
function rangePart(content: string | Node, n: number): Node[] {
  const part = element('span', { class: 'part' });
  part.append(content);
  return n === 0 ? [part] : [new Text(BETWEEN), part];
}
