/**
 * One of the two figures: title, formula, ranges, the plot's canvas, and over it a canvas for axes, colourbar and marks.
 */
import { contourLevels } from '../core/contour-levels.ts';
import type { Experiment, LossId, PlaneWindow } from '../core/experiment.ts';
import type { Grid } from '../core/grid.ts';
import { type PaletteId, paletteTable } from '../core/palette.ts';
import type { Scale } from '../core/scale.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import { drawAxes } from '../render/axes.ts';
import { isInWindow } from '../render/camera.ts';
import { drawColourbar } from '../render/colourbar.ts';
import { type FigureLayout, isInside, layoutFigure, pixelToPlane, planeToPixel } from '../render/layout.ts';
import { drawCrosshair, drawMinimum, drawPin } from '../render/marks.ts';
import { makePen, type Pen } from '../render/pen.ts';
import type { Theme } from '../render/theme.ts';
import { element, formulaNodes } from './dom.ts';
import { axisNames, lossFormula, lossName } from './names.ts';
import type { Pin } from './pins.ts';
import { BETWEEN, infiniteText, minimumOf, type RangedGrid, rangeParts, rangeTexts } from './range-text.ts';
import { type Language, text } from './texts.ts';

/** Draws marks over a plot that shows a window. */
export type DrawMarks = (pen: Pen, plot: FigureLayout['plot'], window: PlaneWindow) => void;

/** All that the overlay shows. */
export interface Overlay {
  readonly experiment: Experiment;
  /** The grid that is drawn, and its range once it is known. */
  readonly grid: Grid | undefined;
  readonly range: SurfaceRange | undefined;
  /** Undefined where there is neither heatmap nor contours to read. */
  readonly scale: Scale | undefined;
  /** Of the heatmap; undefined where there is none. */
  readonly palette: PaletteId | undefined;
  /** Whether there are contours. */
  readonly contours: boolean;
  readonly cursor: { readonly u: number; readonly v: number } | undefined;
  /** Draws the descents on this figure's loss. */
  readonly descents: DrawMarks | undefined;
  readonly pins: readonly Pin[];
  readonly theme: Theme;
}

export class Figure {
  /** Left (0) or right (1). */
  readonly panel: 0 | 1;
  readonly root: HTMLElement;
  private readonly title = element('h2');
  private readonly formula = element('span', { class: 'formula' });
  private readonly range = element('p', { class: 'range' });
  /** To the keyboard and to readers of the screen, the plot. */
  private readonly box = element('div', { class: 'box', role: 'img', tabindex: '0' });
  private readonly overlay = element('canvas', { class: 'overlay', 'aria-hidden': 'true' });
  private plot = element('canvas');
  private current: FigureLayout = layoutFigure(0, 0, 1);
  private size = '';
  private pixelRatio = 1;

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
    this.placePlot();
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
    const [u, v] = pixelToPlane(this.current.plot, window, x, y);
    return { u, v };
  }

  /** @param ranged the latest range and the grid that it belongs to */
  describe(loss: LossId, experiment: Experiment, ranged: RangedGrid | undefined, language: Language): void {
    this.title.textContent = lossName(loss, experiment, language);
    this.root.dataset.loss = loss;
    this.formula.replaceChildren(...formulaNodes(lossFormula(loss, experiment)));
    const ranges = ranged && rangeTexts(ranged);
    const line = ranges ? rangeParts(ranged, language).join(BETWEEN) : '\u00a0';
    this.range.replaceChildren(line, ...(ranged ? infinitePart(ranged, line, language) : []));
    this.range.title = this.range.textContent.trim();
    const label =
      ranges &&
      text('plotLabel', language, { loss: this.title.textContent, ...axisNames(experiment), ...ranges });
    this.box.setAttribute('aria-label', label ?? this.title.textContent);
  }

  drawOverlay({
    experiment,
    grid,
    range,
    scale,
    palette,
    contours,
    cursor,
    descents,
    pins,
    theme,
  }: Overlay): void {
    // Kept off the GPU: when its process dies, an accelerated canvas loses what was drawn on it.
    const context = this.overlay.getContext('2d', { willReadFrequently: true })!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.overlay.width, this.overlay.height);
    const pen = makePen(context, this.pixelRatio, theme);
    const { plot } = this.current;
    const { window } = experiment;
    drawAxes(pen, this.current, window, axisNames(experiment));
    if (scale) {
      drawColourbar(pen, this.current, scale, {
        table: palette && paletteTable(palette),
        name: 'L',
        infinite: palette !== undefined && range !== undefined && range.infiniteCount > 0,
        levels: contours ? contourLevels(scale) : [],
      });
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
    this.plot.width = Math.max(1, Math.round(width * this.pixelRatio));
    this.plot.height = Math.max(1, Math.round(height * this.pixelRatio));
    Object.assign(this.plot.style, {
      left: `${x}px`,
      top: `${y}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }
}

/** How many points are infinite, beside their colour. */
function infinitePart(ranged: RangedGrid, line: string, language: Language): Node[] {
  const count = infiniteText(ranged, language);
  if (count === undefined) return [];
  const swatch = element('span', { class: ranged.steps ? 'never' : 'infinite' });
  return [new Text(line === '' ? '' : BETWEEN), swatch, new Text(count)];
}
