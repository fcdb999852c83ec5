/** What stands on the screen, as pixels. */
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { App, Panel } from './app.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA. */
  readonly data: Buffer;
}

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where an element is, CSS px. */
export async function boxOf(app: App, selector: string): Promise<Box> {
  const [box] = await boxesOf(app, selector);
  if (!box) throw new Error(`the page has no ${selector}`);
  return box;
}

export function boxesOf(app: App, selector: string): Promise<Box[]> {
  return app.page.evaluate(
    (path) =>
      [...document.querySelectorAll(path)].map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return { x, y, width, height };
      }),
    selector,
  );
}

export function plotBox(app: App, panel: Panel): Promise<Box> {
  return boxOf(app, `.figure[data-panel="${panel}"] .plot`);
}

/** Left and right. */
export type PlotPixels = readonly [Pixels, Pixels];

/** Both figures as they stand on the screen, and their plots with what is drawn over them. */
export interface FiguresPicture {
  readonly whole: Pixels;
  readonly plots: PlotPixels;
}

export async function pictureOfFigures(app: App): Promise<FiguresPicture> {
  const pixelRatio = app.page.viewport()?.deviceScaleFactor ?? 1;
  const figures = await boxOf(app, '#figures');
  const boxes = [await plotBox(app, 0), await plotBox(app, 1)] as const;
  const [left, top] = [Math.floor(figures.x), Math.floor(figures.y)];
  const whole = await screenshot(app, { ...figures, x: left, y: top });
  const part = ({ x, y, width, height }: Box): Pixels => {
    // Chrome puts a canvas on whole device pixels in this way.
    const [from, to] = [Math.round(x * pixelRatio), Math.round(y * pixelRatio)];
    const size = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)] as const;
    const pixels = new PNG({ width: size[0], height: size[1] });
    PNG.bitblt(whole, pixels, from - left * pixelRatio, to - top * pixelRatio, ...size, 0, 0);
    return pixels;
  };
  return { whole, plots: [part(boxes[0]), part(boxes[1])] };
}

/** A part of the viewport, in device px, once Chrome has had two frames to draw it. */
export async function screenshot(app: App, clip: Box): Promise<PNG> {
  await app.frames();
  // Beyond the viewport Chrome would resize the page, and with it the plots.
  const shot = await app.page.screenshot({ captureBeyondViewport: false, clip, optimizeForSpeed: true });
  return PNG.sync.read(Buffer.from(shot));
}

/** Both plots as the painter left them, without what is drawn over them. */
export async function plots(app: App): Promise<PlotPixels> {
  await showMarks(app, false);
  const picture = await pictureOfFigures(app);
  await showMarks(app, true);
  return picture.plots;
}

async function showMarks(app: App, visible: boolean): Promise<void> {
  await app.page.evaluate((shown) => {
    for (const overlay of document.querySelectorAll<HTMLElement>('.overlay')) {
      overlay.style.visibility = shown ? 'visible' : 'hidden';
    }
  }, visible);
}

/**
 * The share of pixels that differ.
 * @param threshold how far colours may be apart, as pixelmatch has it; 0 for any difference
 */
export function difference(a: Pixels, b: Pixels, threshold = 0): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  if (a.data.equals(b.data)) return 0;
  const options = { threshold, includeAA: true };
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, options) / (a.width * a.height);
}

/** Counted from the top left; negative from the right and from the bottom. */
export function colourOf({ width, height, data }: Pixels, x: number, y: number): Rgb {
  const at = 4 * ((y < 0 ? height + y : y) * width + (x < 0 ? width + x : x));
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}

/** The largest difference of a channel. */
export function colourDistance(a: Rgb, b: Rgb): number {
  return Math.max(...a.map((channel, c) => Math.abs(channel - b[c]!)));
}

/** How bright a colour looks, 0 ... 255. */
export function brightness([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How many different colours there are. */
export function colourCount({ data }: Pixels): number {
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 4) colours.add(data.readUInt32LE(at));
  return colours.size;
}
