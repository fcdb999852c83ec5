/**
 * The figure that goes into a paper: both panels with headings, axes and colourbars, as PNG. Loaded when first asked
 * for. It is drawn on a 2-D canvas from arrays, whatever evaluator they come from.
 */
import type { Experiment } from '../core/experiment.ts';
import { ExperimentError, propertyPath } from '../core/experiment-error.ts';
import { readFigureSide } from '../core/figure-size.ts';
import { type Grid, gridOf } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { type Colours, coloursFor, drawnQuantity, type Quantity } from '../core/quantity.ts';
import { choiceSchema, readObject, readProperties, readValue, refuseUnknownKeys } from '../core/readers.ts';
import { NAME } from '../core/validate.ts';
import { drawAxes } from '../render/axes.ts';
import { SUBSCRIPT } from '../render/caption.ts';
import { type ImageLayout, layoutImage } from '../render/image-layout.ts';
import { planeToPixel } from '../render/layout.ts';
import { drawMinimum } from '../render/marks.ts';
import { labelFont, makePen, outline, type Pen } from '../render/pen.ts';
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

const DRAWING_SETTINGS = [
  'heatmap',
  'quantity',
  'scale',
  'range',
  'palette',
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
  /** As on the page, with the page's defaults; fewer arrows where there is no room for twenty a side. */
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
  const quantity = drawnQuantity(settings, experiment);
  const how = { backend, rule: settings };
  const numbers = await pictureNumbers(backends, experiment, quantity, how, options);
  options.signal?.throwIfAborted();
  const canvas = new OffscreenCanvas(request.width, request.height);
  // In the page's own memory: a GPU may have none for a canvas of this size.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(`no memory for a picture of ${request.width} x ${request.height} px`);
  const title = (request.title ?? experiment.name).trim();
  drawFigure(context, {
    ...{ ...request, ...numbers, quantity, title, experiment, marks },
    grid: gridOf(experiment),
  });
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
  const theme = themeFor(
    settings.quantity,
    THEMES[readValue(choiceSchema(['light', 'dark']), given.theme ?? 'light', 'theme')],
  );
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

function drawFigure(context: OffscreenCanvasRenderingContext2D, figure: Figure): void {
  const { width, height, theme, title } = figure;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const titled = title !== '';
  const ranges = ([0, 1] as const).map((panel) => rangesOf(figure, panel));

  // How the ranges break depends on the width of the panels, and that on the number of lines.
  let layout = layoutImage(width, height, { titled, rangeLines: 1 });
  const linesIn = (pen: Pen, parts: readonly string[]) =>
    brokenLines(pen, parts, BETWEEN, labelFont(theme), layout.panels[0].textWidth);
  for (let tries = 0; tries < 3; tries++) {
    const pen = makePen(context, layout.scale, theme);
    const rangeLines = Math.max(...ranges.map((parts) => linesIn(pen, parts).length));
    if (rangeLines <= layout.panels[0].rangeBaselines.length) break;
    layout = layoutImage(width, height, { titled, rangeLines });
  }

  const pen = makePen(context, layout.scale, theme);
  if (layout.title) drawTitle(pen, layout.title, title);
  for (const panel of [0, 1] as const) {
    drawHeading(pen, layout, figure, panel, linesIn(pen, ranges[panel]!));
    drawPanel(pen, layout, figure, panel);
  }
}

function rangesOf(figure: Figure, panel: 0 | 1): string[] {
  if (panel === figure.marks.covered) return [];
  const { range } = figure.surfaces[panel];
  const ranged: RangedGrid = { ...figure, range, painted: paintedOf(figure, panel) };
  const infinite = infiniteText(ranged, figure.language);
  return [...rangeParts(ranged, figure.language), ...(infinite === undefined ? [] : [infinite])];
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
  const { x, textLeft, textWidth, nameBaseline, rangeBaselines } = panels[panel];
  const loss = experiment.losses[panel];
  const name: ColouredRun = {
    text: lossName(loss, experiment, language),
    font: `600 ${HEADING_SIZE}px ${theme.labelFamily}`,
    drop: 0,
    colour: theme.losses[panel],
  };
  const formula = detail === 'full' ? formulaRuns(experiment, panel, theme) : [];
  drawTextLine(pen, [name, ...formula], x + textLeft, nameBaseline, textWidth);
  for (const [line, baseline] of rangeBaselines.entries()) {
    const run = { text: ranges[line] ?? '', font: labelFont(theme), drop: 0, colour: theme.mutedText };
    if (run.text) drawTextLine(pen, [run], x + textLeft, baseline, textWidth);
  }
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

function drawPanel(pen: Pen, { panels, detail }: ImageLayout, drawn: Figure, panel: 0 | 1): void {
  const { experiment, grid, surfaces, settings, ownDensity, theme, language, quantity, marks, notes } = drawn;
  const { context, pixelRatio } = pen;
  const { x, y, figure } = panels[panel];
  const { plot } = figure;
  const shareRange = settings.range === 'shared' && marks.covered === undefined;
  const { hatch, infinite } = theme;
  const { scale, palette } = settings;
  const heatmap = { ...coloursFor<Colours>(quantity, { scale, palette }), shareRange, hatch, infinite };
  const density = ownDensity
    ? settings.arrowDensity
    : Math.min(settings.arrowDensity, Math.max(1, Math.floor(plot.width / LEAST_ARROW_CELL)));
  const beneath = settings.streamlines;
  const options: Pick<DrawOptions, 'heatmap' | 'contours' | 'arrows'> = {
    heatmap: settings.heatmap ? heatmap : undefined,
    contours: settings.contours ? { scale: heatmap.scale, shareRange } : undefined,
    arrows: settings.arrows ? { density, length: settings.arrowLength, shareRange, beneath } : undefined,
  };

  const range = markedRange({ surfaces: [surfaces[0].range, surfaces[1].range], steps: notes.steps }, panel);
  context.save();
  context.setTransform(pixelRatio, 0, 0, pixelRatio, Math.round(x * pixelRatio), Math.round(y * pixelRatio));
  const covered = panel === marks.covered;
  if (covered) drawCover(pen, plot, experiment, panel, language);
  else drawSurface(pen, plot, grid, surfaces, panel, quantity, options);
  if (settings.streamlines && !covered) {
    const { du, dv, range } = surfaces[panel];
    const steepest = Math.max(surfaces[0].range.norm[1], surfaces[1].range.norm[1]);
    const largest = shareRange ? steepest : range.norm[1];
    const { streamDensity: density, streamSpeed: speed } = settings;
    drawStreamlines(pen, plot, grid, du, dv, { density, speed, largest });
  }
  if (detail === 'bare') {
    outline(pen, plot);
  } else {
    drawAxes(pen, figure, experiment.window, axisNames(experiment));
    if ((settings.heatmap || settings.contours) && !covered) {
      drawColourKey(pen, figure, {
        ...paintedOf(drawn, panel),
        scale: scaleOf(surfaces, panel, quantity, heatmap),
        palette: settings.heatmap ? heatmap.palette : undefined,
        contours: settings.contours,
        infinite: surfaces[panel].range.infiniteCount > 0,
        language,
      });
    }
  }
  if (!covered) drawFigureMarks(pen, plot, experiment, panel, marks);
  if (range.minIndex >= 0 && !covered) {
    drawMinimum(pen, ...planeToPixel(plot, experiment.window, ...minimumOf({ grid, range })));
  }
  context.restore();
}
