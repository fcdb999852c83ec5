/**
 * The figure that goes into a paper: both panels with headings, axes and colourbars, as PNG. Loaded when first asked
 * for. It is drawn on a 2-D canvas from arrays, whatever evaluator they come from.
 */
import type { Experiment } from '../core/experiment.ts';
import { ExperimentError, propertyPath } from '../core/experiment-error.ts';
import { readFigureSide } from '../core/figure-size.ts';
import { type Grid, gridOf } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { type Colours, coloursFor, type Quantity, quantityToDraw } from '../core/quantity.ts';
import { choiceSchema, readObject, readProperties, readValue, refuseUnknownKeys } from '../core/readers.ts';
import { NAME } from '../core/validate.ts';
import { drawAxes } from '../render/axes.ts';
import { SUBSCRIPT } from '../render/caption.ts';
import { type ImageLayout, layoutImage } from '../render/image-layout.ts';
import { planeToPixel } from '../render/layout.ts';
import { drawMinimum } from '../render/marks.ts';
import { labelFont, makePen, outline, type Pen, snap, textWidth } from '../render/pen.ts';
import { drawStreamlines } from '../render/streamlines-2d.ts';
import { brokenLines, type ColouredRun, drawTextLine, shortened } from '../render/text-line.ts';
import { DARK_THEME, LIGHT_THEME, type Theme, themeFor } from '../render/theme.ts';
import { BACKEND, type Backends, type EvaluateOptions } from './backends.ts';
import { drawColourKey } from './colour-key.ts';
import { drawCover, drawFigureMarks, type FigureMarks } from './figure-marks.ts';
import { axisNames, lossFormula, lossName } from './names.ts';
import type { DrawOptions } from './painter.ts';
import { type PictureNumbers, pictureNumbers } from './picture-numbers.ts';
import type { PaintedRange } from './quantity-text.ts';
import { BETWEEN, infiniteText, markedRange, minimumOf, type RangedGrid, rangeParts } from './range-text.ts';
import { initialSettings, SETTINGS, type Settings } from './settings.ts';
import { drawSurface, scaleOf } from './surface-drawing.ts';
import { LANGUAGES, type Language } from './texts.ts';

/** Grid points whose fields fit the page's memory together with the picture. */
const MOST_POINTS = 4096 ** 2;
/** Least distance of arrows where their number is not asked for, CSS px. */
const LEAST_ARROW_CELL = 12;

const TITLE_SIZE = 16;
const HEADING_SIZE = 14;
const HEADING_GAP = 10;
/** Before the words on what is on no scale: its colour, so many CSS px a side, where this room is. */
const SWATCH = 9;
const SWATCH_ROOM = '\u2003 ';

const DRAWING_SETTINGS = [
  'heatmap',
  'quantity',
  'scale',
  'range',
  'palette',
  'view',
  'heightScale',
  'camera',
  'contours',
  'arrows',
  'arrowDensity',
  'arrowLength',
  'method',
  'rate',
  'momentum',
  'steps',
  'criterion',
  'lossThreshold',
  'streamlines',
  'streamDensity',
  'streamSpeed',
] as const;

/** What of the page's settings says how a figure is drawn. */
type DrawingSettings = Pick<Settings, (typeof DRAWING_SETTINGS)[number]>;

const PANELS = [0, 1] as const;

const THEMES = { light: LIGHT_THEME, dark: DARK_THEME } as const;

/** The part of the page's settings that a figure goes by. */
export function drawingSettings(settings: Settings): DrawingSettings {
  return Object.fromEntries(DRAWING_SETTINGS.map((name) => [name, settings[name]])) as DrawingSettings;
}

export interface RenderOptions extends Progress {
  /** Of the picture, px: whole numbers, from 200 and 120 up to 8192. */
  readonly width: number;
  readonly height: number;
  /** Above the panels, in one line; none if empty. Default: the experiment's name. */
  readonly title?: string;
  /** Default: light, as paper is. */
  readonly theme?: keyof typeof THEMES;
  /** Default: English. */
  readonly language?: Language;
  /**
   * As on the page, with the page's defaults; fewer arrows where there is no room for twenty a side. As there, what is to
   * be in space is flat without WebGPU, and where all is asked of the CPU.
   */
  readonly settings?: Partial<DrawingSettings>;
  /** As for `evaluate`; `auto` resorts to f64 too where values are too small for f32. */
  readonly backend?: EvaluateOptions['backend'];
}

const OPTION_KEYS = [
  'width',
  'height',
  'title',
  'theme',
  'language',
  'settings',
  'backend',
  'signal',
  'onProgress',
] as const satisfies (keyof RenderOptions)[];

/**
 * Evaluates the experiment on its own grid and draws the figure.
 * @param marks what stands over the surfaces
 * @returns the bytes of a PNG of exactly width x height px
 * @throws ExperimentError with the path of the first bad option, or `resolution` for a grid that is too large
 */
export async function renderFigure(
  backends: Backends,
  experiment: Experiment,
  options: RenderOptions,
  marks: FigureMarks = {},
): Promise<ArrayBuffer> {
  const request = readOptions(options);
  const [columns, rows] = experiment.resolution;
  if (columns * rows > MOST_POINTS) {
    throw new ExperimentError(
      'resolution',
      `at most ${MOST_POINTS} points for a figure`,
      String(columns * rows),
    );
  }
  const { settings, backend } = request;
  const quantity = quantityToDraw(settings.quantity, experiment, settings, marks.covered !== undefined);
  const how = { backend, rule: settings };
  const numbers = await pictureNumbers(backends, experiment, quantity, how, options);
  options.signal?.throwIfAborted();
  const canvas = new OffscreenCanvas(request.width, request.height);
  // In the page's own memory: a GPU may have none for a canvas of this size.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(`no memory for a picture of ${request.width} x ${request.height} px`);
  const title = (request.title ?? experiment.name).trim();
  const theme = themeFor(quantity, request.theme);
  const grid = gridOf(experiment);
  const figure = { ...request, ...numbers, quantity, theme, title, experiment, grid, marks };
  const layout = layoutOf(context, figure);
  const inSpace = await surfacesInSpace(backends, figure, layout, backend);
  options.signal?.throwIfAborted();
  drawFigure(context, layout, { ...figure, inSpace });
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return blob.arrayBuffer();
}

type Request = ReturnType<typeof readOptions>;

function readOptions(options: unknown) {
  const given = readProperties(options, 'options');
  refuseUnknownKeys(given, '', OPTION_KEYS);
  const side = (name: 'width' | 'height') => readFigureSide(name, given[name], name);
  const [width, height] = [side('width'), side('height')];
  const own = readObject(given.settings ?? {}, 'settings', DRAWING_SETTINGS);
  const settings = { ...initialSettings(), ...readSettings(own) };
  const theme = THEMES[readValue(choiceSchema(['light', 'dark']), given.theme ?? 'light', 'theme')];
  const language = readValue(choiceSchema(LANGUAGES), given.language ?? 'en', 'language');
  const title = given.title === undefined ? undefined : readValue(NAME, given.title, 'title');
  const backend = readValue(BACKEND, given.backend ?? 'auto', 'backend');
  const ownDensity = own.arrowDensity !== undefined;
  return { width, height, title, theme, language, settings, backend, ownDensity };
}

function readSettings(given: Readonly<Record<string, unknown>>): Partial<DrawingSettings> {
  return Object.fromEntries(
    DRAWING_SETTINGS.filter((name) => given[name] !== undefined).map((name) => [
      name,
      readValue<unknown>(SETTINGS[name].schema, given[name], propertyPath('settings', name)),
    ]),
  );
}

interface Figure extends Omit<Request, 'backend'>, PictureNumbers {
  readonly quantity: Quantity;
  readonly title: string;
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly marks: FigureMarks;
}

/** A figure whose surfaces in space, if it has any, are drawn. */
interface DrawnFigure extends Figure {
  readonly inSpace: Awaited<ReturnType<typeof surfacesInSpace>>;
}

/** The surfaces that are to be seen in space, drawn as large as the plots; undefined: all are flat. */
async function surfacesInSpace(
  { gpu }: Backends,
  { experiment, grid, surfaces, quantity, settings, theme, marks }: Figure,
  { panels, scale, detail }: ImageLayout,
  backend: Request['backend'],
) {
  const { view, heightScale, camera } = settings;
  if (view === 'flat' || backend === 'cpu' || !gpu) return undefined;
  const { drawInSpace, drawSpacePanel } = await import('./space-image.ts');
  const { heatmap, contours, shareRange } = coloursOf({ settings, quantity, theme, marks });
  const options = {
    ...{ heatmap, contours, arrows: undefined, streamlines: undefined, covered: marks.covered, theme },
    space: { panels: [view !== 'right', view !== 'left'], heightScale, orbit: camera, shareRange },
    pixelRatio: scale,
  } as const;
  const side = Math.round(panels[0].figure.plot.width * scale);
  const content = { experiment, grid, surfaces, quantity, options, marks, bare: detail === 'bare' };
  return { surfaces: await drawInSpace(gpu.device, side, content), draw: drawSpacePanel };
}

/** How ranges break depends on the width of the panels, and that on the number of lines. */
function layoutOf(context: OffscreenCanvasRenderingContext2D, figure: Figure): ImageLayout {
  const { width, height, theme } = figure;
  const titled = figure.title !== '';
  let layout = layoutImage(width, height, { titled, rangeLines: 1 });
  for (let tries = 0; tries < 3; tries++) {
    const pen = makePen(context, layout.scale, theme);
    const rangeLines = Math.max(...PANELS.map((panel) => rangeLinesOf(pen, layout, figure, panel).length));
    if (rangeLines <= layout.panels[0].rangeBaselines.length) break;
    layout = layoutImage(width, height, { titled, rangeLines });
  }
  return layout;
}

function rangeLinesOf(pen: Pen, { panels }: ImageLayout, figure: Figure, panel: 0 | 1): string[] {
  const { textWidth: widest } = panels[panel];
  return brokenLines(pen, rangesOf(figure, panel), BETWEEN, labelFont(pen.theme), widest);
}

function drawFigure(
  context: OffscreenCanvasRenderingContext2D,
  layout: ImageLayout,
  figure: DrawnFigure,
): void {
  const { width, height, theme, title } = figure;
  context.resetTransform();
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const pen = makePen(context, layout.scale, theme);
  if (layout.title) drawTitle(pen, layout.title, title);
  for (const panel of PANELS) {
    drawHeading(pen, layout, figure, panel, rangeLinesOf(pen, layout, figure, panel));
    drawPanel(pen, layout, figure, panel);
  }
}

function rangesOf(figure: Figure, panel: 0 | 1): string[] {
  if (panel === figure.marks.covered) return [];
  const { range } = figure.surfaces[panel];
  const ranged: RangedGrid = { ...figure, range, painted: paintedOf(figure, panel) };
  const infinite = infiniteText(ranged, figure.language);
  return [
    ...rangeParts(ranged, figure.language),
    ...(infinite === undefined ? [] : [SWATCH_ROOM + infinite]),
  ];
}

function paintedOf({ surfaces, quantity, experiment, notes }: Figure, panel: 0 | 1): PaintedRange {
  return { panel, quantity, experiment, range: surfaces[panel].paintedRange, notes };
}

function drawTitle(pen: Pen, { x, baseline, width }: NonNullable<ImageLayout['title']>, title: string): void {
  const font = `600 ${TITLE_SIZE}px ${pen.theme.labelFamily}`;
  const text = shortened(pen, title, font, width);
  drawTextLine(pen, [{ text, font, drop: 0, colour: pen.theme.text }], x, baseline, width);
}

/** The name of the loss, its formula where there is room, and its ranges. */
function drawHeading(
  pen: Pen,
  { panels, detail }: ImageLayout,
  { experiment, language }: Figure,
  panel: 0 | 1,
  ranges: readonly string[],
): void {
  const { theme } = pen;
  const { x, textLeft, textWidth: widest, nameBaseline, rangeBaselines } = panels[panel];
  const loss = experiment.losses[panel];
  const name: ColouredRun = {
    text: lossName(loss, experiment, language),
    font: `600 ${HEADING_SIZE}px ${theme.labelFamily}`,
    drop: 0,
    colour: theme.losses[panel],
  };
  const formula = detail === 'full' ? formulaRuns(experiment, panel, theme) : [];
  drawTextLine(pen, [name, ...formula], x + textLeft, nameBaseline, widest);
  for (const [line, baseline] of rangeBaselines.entries()) {
    if (ranges[line]) drawRangeLine(pen, ranges[line], x + textLeft, baseline, widest);
  }
}

/** A line of ranges, in it the colour that is on no scale. */
function drawRangeLine(pen: Pen, text: string, x: number, baseline: number, widest: number): void {
  const { context, theme } = pen;
  const font = labelFont(theme);
  drawTextLine(pen, [{ text, font, drop: 0, colour: theme.mutedText }], x, baseline, widest);
  const at = text.indexOf(SWATCH_ROOM);
  if (at < 0) return;
  // As condensed as the line is.
  const condensed = Math.min(1, widest / textWidth(pen, font, text));
  const left = x + condensed * textWidth(pen, font, text.slice(0, at));
  const side = snap(pen, SWATCH);
  context.fillStyle = `rgb(${theme.infinite.join(' ')})`;
  context.fillRect(snap(pen, left), snap(pen, baseline) - side, side, side);
}

function formulaRuns(experiment: Experiment, panel: 0 | 1, theme: Theme): ColouredRun[] {
  const gap = { text: '\u2003', font: `${HEADING_GAP}px ${theme.labelFamily}`, drop: 0, colour: theme.text };
  const parts = lossFormula(experiment.losses[panel], experiment).map(({ text, sub }) => ({
    text,
    font: `italic ${HEADING_SIZE * (sub ? SUBSCRIPT.size : 1)}px ${theme.nameFamily}`,
    drop: sub ? HEADING_SIZE * SUBSCRIPT.drop : 0,
    colour: theme.mutedText,
  }));
  return [gap, ...parts];
}

/** What colours and contours go by, where there are any. */
function coloursOf({
  settings,
  quantity,
  theme,
  marks,
}: Pick<Figure, 'settings' | 'quantity' | 'theme' | 'marks'>) {
  const { scale, palette, range } = settings;
  const shareRange = range === 'shared' && marks.covered === undefined;
  const { hatch, infinite } = theme;
  const colours = { ...coloursFor<Colours>(quantity, { scale, palette }), shareRange, hatch, infinite };
  return {
    heatmap: settings.heatmap ? colours : undefined,
    contours: settings.contours ? { scale: colours.scale, shareRange } : undefined,
    shareRange,
    colours,
  };
}

function drawPanel(pen: Pen, { panels, detail }: ImageLayout, drawn: DrawnFigure, panel: 0 | 1): void {
  const { experiment, grid, surfaces, settings, ownDensity, language, quantity, marks, notes } = drawn;
  const { context, pixelRatio } = pen;
  const { x, y, figure } = panels[panel];
  const { plot } = figure;
  const { heatmap, contours, shareRange, colours } = coloursOf(drawn);
  const density = ownDensity
    ? settings.arrowDensity
    : Math.min(settings.arrowDensity, Math.max(1, Math.floor(plot.width / LEAST_ARROW_CELL)));
  const beneath = settings.streamlines;
  const options: Pick<DrawOptions, 'heatmap' | 'contours' | 'arrows'> = {
    ...{ heatmap, contours },
    arrows: settings.arrows ? { density, length: settings.arrowLength, shareRange, beneath } : undefined,
  };

  const range = markedRange({ surfaces: [surfaces[0].range, surfaces[1].range], steps: notes.steps }, panel);
  context.save();
  context.setTransform(pixelRatio, 0, 0, pixelRatio, Math.round(x * pixelRatio), Math.round(y * pixelRatio));
  const covered = panel === marks.covered;
  const space = drawn.inSpace?.surfaces[panel];
  if (covered) drawCover(pen, plot, experiment, panel, language);
  else if (space)
    drawn.inSpace?.draw(pen, figure, space, { grid, range, cursor: undefined, pins: marks.pins ?? [] });
  else drawSurface(pen, plot, grid, surfaces, panel, quantity, options);
  if (settings.streamlines && !covered && !space) {
    const { du, dv, range } = surfaces[panel];
    const steepest = Math.max(surfaces[0].range.norm[1], surfaces[1].range.norm[1]);
    const largest = shareRange ? steepest : range.norm[1];
    const { streamDensity: density, streamSpeed: speed } = settings;
    drawStreamlines(pen, plot, grid, du, dv, { density, speed, largest });
  }
  if (detail === 'bare') {
    if (!space) outline(pen, plot);
  } else {
    if (!space) drawAxes(pen, figure, experiment.window, axisNames(experiment));
    if ((settings.heatmap || settings.contours) && !covered) {
      drawColourKey(pen, figure, {
        ...paintedOf(drawn, panel),
        scale: scaleOf(surfaces, panel, quantity, colours),
        palette: heatmap?.palette,
        contours: settings.contours,
        infinite: surfaces[panel].range.infiniteCount > 0,
        language,
      });
    }
  }
  if (!covered && !space) drawFigureMarks(pen, plot, experiment, panel, marks);
  if (range.minIndex >= 0 && !covered && !space) {
    drawMinimum(pen, ...planeToPixel(plot, experiment.window, ...minimumOf({ grid, range })));
  }
  context.restore();
}
