/**
 * Layout of a figure as a picture of its own, for a paper: a title, and both panels with headings. Pure.
 *
 * A picture is a layout in CSS px, scaled: plots of `PLOT_SIZE` px where the picture is large, so that labels, arrows
 * and lines keep their proportions at any size. Text does not shrink below `LEAST_SCALE`; where that leaves too little
 * room for plots, details go.
 */
import { type FigureLayout, GUTTERS, layoutFigure } from './layout.ts';

/** Side of a plot in a large picture, CSS px. Then 11 px labels are 6 points in a picture as wide as a page's text. */
const PLOT_SIZE = 320;
/** Device px per CSS px at least: the smallest label is 8 px. */
const LEAST_SCALE = 0.75;
/** Least side of a plot with all details, and without words of formula and range, CSS px. */
const LEAST_PLOT = { full: 150, axes: 84, bare: 0 } as const;

/** What is drawn: everything; the losses' names, axes and colourbars; or only the names. */
type Detail = keyof typeof LEAST_PLOT;
const DETAILS = ['full', 'axes', 'bare'] as const satisfies readonly Detail[];

/** Heights of lines and distances, CSS px. */
const LINES = { title: 28, name: 20, range: 15 } as const;
const MARGIN = { full: 14, axes: 10, bare: 5 } as const;
const GAP = { full: 20, axes: 12, bare: 8 } as const;

/** Width and height that a panel takes beside and above its plot for axes and colourbar, CSS px. */
const BESIDE = GUTTERS.left + GUTTERS.bar + GUTTERS.barWidth + GUTTERS.right;
const ABOVE_AND_BELOW = GUTTERS.top + GUTTERS.bottom;

interface PanelPlace {
  /** Top left corner of `figure` and of its heading, CSS px on whole device px. */
  readonly x: number;
  readonly y: number;
  /** Where text of the heading begins and how wide it may be, CSS px from `x`. */
  readonly textLeft: number;
  readonly textWidth: number;
  /** Baselines of the name and of the lines of the range, CSS px. */
  readonly nameBaseline: number;
  readonly rangeBaselines: readonly number[];
  /** Relative to (`x`, `y`). */
  readonly figure: FigureLayout;
}

export interface ImageLayout {
  /** Device px per CSS px. */
  readonly scale: number;
  readonly detail: Detail;
  /** Above the first panel's heading, and as wide as the picture allows; undefined where there is none. */
  readonly title: { readonly x: number; readonly baseline: number; readonly width: number } | undefined;
  readonly panels: readonly [PanelPlace, PanelPlace];
}

export interface ImageContent {
  readonly titled: boolean;
  /** Lines of text under each panel's name. */
  readonly rangeLines: number;
}

/** @param width @param height of the picture, device px */
export function layoutImage(width: number, height: number, content: ImageContent): ImageLayout {
  const layouts = DETAILS.map((detail) =>
    largerOf(
      arrange(width, height, content, detail, 'beside'),
      arrange(width, height, content, detail, 'stacked'),
    ),
  );
  const roomy = layouts.find(({ detail, plot }) => plot >= LEAST_PLOT[detail]);
  return place(width, height, content, roomy ?? layouts.at(-1)!);
}

/** Panels side by side or one over the other, and how large their plots become. */
interface Arrangement {
  readonly detail: Detail;
  readonly across: number;
  readonly down: number;
  readonly scale: number;
  /** Side of a plot, CSS px. */
  readonly plot: number;
}

function largerOf(a: Arrangement, b: Arrangement): Arrangement {
  return a.scale * a.plot >= b.scale * b.plot ? a : b;
}

function arrange(
  width: number,
  height: number,
  content: ImageContent,
  detail: Detail,
  way: 'beside' | 'stacked',
): Arrangement {
  const [across, down] = way === 'beside' ? [2, 1] : [1, 2];
  const around = roomAround(content, detail);
  const wide = across * around.beside + (across - 1) * GAP[detail] + 2 * MARGIN[detail];
  const high = around.title + down * around.over + (down - 1) * GAP[detail] + 2 * MARGIN[detail];
  const scale = Math.max(
    LEAST_SCALE,
    Math.min(width / (across * PLOT_SIZE + wide), height / (down * PLOT_SIZE + high)),
  );
  const plot = Math.min((width / scale - wide) / across, (height / scale - high) / down);
  return { detail, across, down, scale, plot };
}

/** What a panel needs beside and over (or under) its plot, and the height of the title, CSS px. */
function roomAround({ titled, rangeLines }: ImageContent, detail: Detail) {
  const bare = detail === 'bare';
  const range = detail === 'full' ? rangeLines * LINES.range : 0;
  return {
    title: titled && !bare ? LINES.title : 0,
    heading: LINES.name + range,
    beside: bare ? 0 : BESIDE,
    over: LINES.name + range + (bare ? 0 : ABOVE_AND_BELOW),
  };
}

function place(
  width: number,
  height: number,
  content: ImageContent,
  { detail, across, down, scale, plot }: Arrangement,
): ImageLayout {
  const snap = (length: number): number => Math.round(length * scale) / scale;
  const around = roomAround(content, detail);
  const gap = GAP[detail];
  const [panelWidth, panelHeight] = [plot + around.beside, plot + around.over];
  const used = {
    width: across * panelWidth + (across - 1) * gap,
    height: around.title + down * panelHeight + (down - 1) * gap,
  };
  const left = (width / scale - used.width) / 2;
  const top = (height / scale - used.height) / 2;

  const panel = (n: number): PanelPlace => {
    const x = snap(left + (n % across) * (panelWidth + gap));
    const headingTop = top + around.title + Math.floor(n / across) * (panelHeight + gap);
    const figure = detail === 'bare' ? bareFigure(plot, scale) : layoutFigure(panelWidth, panelHeight, scale);
    const ranges = detail === 'full' ? content.rangeLines : 0;
    return {
      x,
      y: snap(headingTop + around.heading),
      textLeft: figure.plot.x,
      textWidth: figure.bounds.x + figure.bounds.width - figure.plot.x,
      nameBaseline: snap(headingTop + 0.68 * LINES.name),
      rangeBaselines: Array.from({ length: ranges }, (_, line) =>
        snap(headingTop + LINES.name + (line + 0.68) * LINES.range),
      ),
      figure,
    };
  };
  const panels = [panel(0), panel(1)] as const;
  const titleX = panels[0].x + panels[0].textLeft;
  const title = {
    x: titleX,
    baseline: snap(top + 0.6 * LINES.title),
    width: width / scale - MARGIN[detail] - titleX,
  };
  return { scale, detail, title: around.title > 0 ? title : undefined, panels };
}

/** A plot without axes and colourbar. */
function bareFigure(plot: number, scale: number): FigureLayout {
  const size = Math.max(1, Math.floor(plot * scale)) / scale;
  const square = { x: 0, y: 0, width: size, height: size };
  return { bounds: square, plot: square, bar: { x: size, y: 0, width: 0, height: size } };
}
