/** Where the errors of one field are: a map that one can press on, how many there are of which size, the worst places. */
import './error-view.css';
import { type ErrorMap, worstPlaces } from '../core/error-map.ts';
import type { Experiment } from '../core/experiment.ts';
import { type FieldKey, parseFieldKey } from '../core/fields.ts';
import { formatNumber } from '../core/format.ts';
import { columnU, gridOf, rowV } from '../core/grid.ts';
import type { Pixels } from '../render/canvas2d.ts';
import { errorColours, paintErrorMap } from '../render/error-map.ts';
import type { Rgb, Theme } from '../render/theme.ts';
import { element, formulaNodes } from './dom.ts';
import { axisNames, fieldSymbol, formatPoint, lossName } from './names.ts';
import { context2d } from './page-canvas.ts';
import { type Language, text } from './texts.ts';

/** Side of the map, CSS px: with its labels it fits the panel beside a scroll bar. */
const MAP_SIDE = 204;
const WORST_PLACES = 5;

export interface ErrorViewOptions {
  readonly experiment: Experiment;
  readonly field: FieldKey;
  readonly map: ErrorMap;
  readonly theme: Theme;
  readonly language: Language;
  /** Asks for the point (u, v) to be shown. */
  readonly onGo: (at: { u: number; v: number }) => void;
}

export function errorView(options: ErrorViewOptions): HTMLElement {
  const { experiment, field, language } = options;
  const { loss, field: id } = parseFieldKey(field);
  const symbol = formulaNodes(fieldSymbol(id, axisNames(experiment)));
  const title = element('h4', {}, `${lossName(loss, experiment, language)}, `, ...symbol);
  return element(
    'section',
    { class: 'errors' },
    element('div', {}, title, element('p', { class: 'hint' }, text('errorMap', language)), mapView(options)),
    histogramView(options),
    worstView(options),
  );
}

/** The point of the plane with a grid index. */
function pointOf(experiment: Experiment, index: number): { u: number; v: number } {
  const grid = gridOf(experiment);
  return { u: columnU(grid, index % grid.width), v: rowV(grid, Math.floor(index / grid.width)) };
}

function mapView(options: ErrorViewOptions): HTMLElement {
  const { experiment, map } = options;
  const { window } = experiment;
  const names = axisNames(experiment);
  const [low, high] = [
    formatPoint(window, [window.u[0], window.v[0]]),
    formatPoint(window, [window.u[1], window.v[1]]),
  ];
  const axis = (className: string, labels: readonly string[]) =>
    element('div', { class: className }, ...labels.map((label) => element('span', {}, label)));
  const canvas = mapCanvas(options);
  canvas.addEventListener('click', ({ offsetX, offsetY }) => {
    const cellAt = (part: number, cells: number) =>
      Math.min(cells - 1, Math.max(0, Math.floor(part * cells)));
    const i = cellAt(offsetX / canvas.clientWidth, map.width);
    const j = cellAt(1 - offsetY / canvas.clientHeight, map.height);
    // Where nothing was compared the cell has no point of its own.
    if (!Number.isNaN(map.errors[j * map.width + i]!))
      options.onGo(pointOf(experiment, map.indices[j * map.width + i]!));
  });
  return element(
    'div',
    { class: 'error-map' },
    axis('up', [low[1], names.v, high[1]]),
    canvas,
    axis('across', [low[0], names.u, high[0]]),
  );
}

function mapCanvas({ experiment, field, map, theme, language }: ErrorViewOptions): HTMLCanvasElement {
  const { loss, field: id } = parseFieldKey(field);
  const label = text('errorMapLabel', language, {
    field: fieldSymbol(id, axisNames(experiment))
      .map((part) => part.text)
      .join(' '),
    loss: lossName(loss, experiment, language),
    worst: formatNumber(worstPlaces(map, 1)[0]?.error ?? 0, 2),
    tolerance: map.bounds.at(-1)!,
  });
  const canvas = element('canvas', { role: 'img', 'aria-label': label });
  const side = Math.round(MAP_SIDE * devicePixelRatio);
  canvas.width = side;
  canvas.height = side;
  Object.assign(canvas.style, { width: `${MAP_SIDE}px`, height: `${MAP_SIDE}px` });
  const context = context2d(canvas);
  const image = context.createImageData(side, side);
  paintErrorMap(image as Pixels, map, theme);
  context.putImageData(image, 0, 0);
  return canvas;
}

function histogramView({ map, theme, language }: ErrorViewOptions): HTMLElement {
  const { bounds, counts } = map;
  const colours = errorColours(map, theme);
  const largest = Math.log1p(Math.max(...counts));
  const table = element('table', { class: 'histogram' });
  table.append(element('caption', {}, text('errorHistogram', language)));
  for (const [bin, count] of counts.entries()) {
    const beyond = bin === bounds.length;
    if (beyond) {
      const mark = element('span', {}, text('errorTolerance', language, { n: bounds[bin - 1]! }));
      table.append(element('tr', { class: 'tolerance' }, element('td', { colspan: '3' }, mark)));
    }
    const label = beyond ? `> ${bounds[bin - 1]}` : `${bounds[bin - 1] ?? 0} – ${bounds[bin]}`;
    const bar = element('span', count > 0 ? { class: 'bar' } : {});
    bar.style.width = `${(100 * Math.log1p(count)) / Math.max(1, largest)}%`;
    bar.style.background = css(colours[bin]!);
    const swatch = element('span', { class: 'swatch' });
    swatch.style.background = css(colours[bin]!);
    const row = element(
      'tr',
      {},
      element('th', { scope: 'row' }, swatch, label),
      element('td', {}, bar),
      element('td', { class: beyond && count > 0 ? 'bad' : '' }, count.toLocaleString(language)),
    );
    table.append(row);
  }
  const judged = counts.reduce((sum, count) => sum + count, 0);
  const missing = map.gridWidth * map.gridHeight - judged;
  const view = element('div', {}, table);
  if (missing > 0) {
    const note = text('errorNotJudged', language, { n: missing.toLocaleString(language) });
    view.append(element('p', { class: 'hint' }, note));
  }
  return view;
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

function worstView({ experiment, map, language, onGo }: ErrorViewOptions): HTMLElement {
  const places = worstPlaces(map, WORST_PLACES);
  if (places.length === 0) return element('p', { class: 'hint' }, text('errorNone', language));
  const list = element('ol', { class: 'worst' });
  for (const { index, error } of places) {
    const at = pointOf(experiment, index);
    const size = Number.isFinite(error)
      ? text('ulp', language, { n: formatNumber(error, 3) })
      : text('errorOneSide', language);
    const go = element(
      'button',
      { type: 'button' },
      element('span', { class: error > map.bounds.at(-1)! ? 'bad' : '' }, size),
      element('span', {}, formatPoint(experiment.window, [at.u, at.v]).join(', ')),
    );
    go.addEventListener('click', () => onGo(at));
    list.append(element('li', {}, go));
  }
  return element('div', {}, element('h4', {}, text('errorWorst', language)), list);
}
