/**
 * One chart under the plots: lines over one axis, drawn by uPlot, with axes, ticks and fonts as in the plots above.
 * uPlot is given places between 0 and 1, so that scales, also those of a deep zoom, are the same as everywhere.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colourbarTicks } from '../core/colourbar-ticks.ts';
import type { Interval } from '../core/experiment.ts';
import { isFar } from '../core/ticks.ts';
import { CAPTION_LINE, drawHorizontalTicks, drawVerticalTicks } from '../render/axes.ts';
import type { Rect } from '../render/layout.ts';
import { hairline, makePen, outline, type Pen, snap } from '../render/pen.ts';
import type { Theme } from '../render/theme.ts';
import { type Band, type Bands, bandsOf } from './chart-bands.ts';
import { element } from './dom.ts';
import { withContexts2d } from './page-canvas.ts';

/** Room around the lines, CSS px: half a label above, labels of 43 px on the left, half a label on the right. */
const ROOM = { top: 8, right: 10, bottom: 22, left: 52 } as const;
/** Above, where a caption stands there. */
const CAPTION_ROOM = 20;
/** Distance between ticks to aim at, CSS px. */
const TICK_SPACING = { across: 62, up: 25 } as const;
/** Characters of a label that are still legible where they are drawn as narrow as their room: −1.5e−18. */
const NARROWED_LABEL = 8;
const LINE_WIDTH = 1.5;
/** The dot on each line at the cursor, CSS px. */
const DOT = 6;
/** Of the colour that fills a line's negative part. */
const SHADE = 0.28;

export interface ChartLine {
  /** One number for each x; NaN leaves a gap. */
  readonly y: Float64Array;
  /** Drawn in the colour of the left or right loss, or in that of text where it belongs to neither. */
  readonly panel: 0 | 1 | undefined;
}

export interface ChartData {
  /** Increasing, within the interval. */
  readonly x: Float64Array;
  readonly interval: Interval;
  readonly lines: readonly ChartLine[];
  readonly names: { readonly x: string; readonly y: string };
  readonly scale: 'linear' | 'log';
  /** Whether zero is always in sight, with a line through it. */
  readonly zero: boolean;
  /** Whether lines are shaded where they are negative. */
  readonly shaded: boolean;
  /** Whether two lines stand one over the other, each on a scale of its own; otherwise they share one. */
  readonly apart?: boolean;
  /** What the chart is to those who do not see it. */
  readonly label: string;
}

/** A chart that fills `root`, whatever its size. */
export class Chart {
  readonly root = element('div', { class: 'chart-plot', role: 'img' });
  private readonly watch = new ResizeObserver(() => this.resize());
  private theme: Theme;
  private plot: uPlot | undefined;
  private data: ChartData | undefined;
  private bands: Bands = { list: [], captioned: false };
  private cursor: number | undefined;

  /** @param onPoint told the x under the pointer */
  constructor(theme: Theme, onPoint: (x: number) => void) {
    this.theme = theme;
    this.watch.observe(this.root);
    const follow = (event: PointerEvent) => {
      const x = this.coordinateAt(event);
      if (x !== undefined) onPoint(x);
    };
    this.root.addEventListener('pointermove', follow);
    this.root.addEventListener('pointerdown', follow);
  }

  show(data: ChartData): void {
    const before = this.data?.lines.length;
    const room = String(this.padding());
    this.data = data;
    this.placeBands();
    this.root.setAttribute('aria-label', data.label);
    if (!this.plot || before !== data.lines.length || room !== String(this.padding())) this.build();
    else this.plot.setData(this.places());
    this.placeCursor();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    // Also the colours of the dots, which are made once.
    if (this.plot) this.build();
    this.placeCursor();
  }

  /** Stands the cursor's line at x; undefined takes it away. */
  setCursor(x: number | undefined): void {
    this.cursor = x;
    this.placeCursor();
  }

  destroy(): void {
    this.watch.disconnect();
    this.plot?.destroy();
  }

  private placeBands(): void {
    this.bands = bandsOf(this.data!, Math.max(1, this.root.clientHeight - CAPTION_ROOM - ROOM.bottom));
  }

  /** Room around the lines: more where captions stand above and below. */
  private padding(): [number, number, number, number] {
    const top = this.bands.captioned ? CAPTION_ROOM : ROOM.top;
    const bottom = this.data && isFar(this.data.interval) ? ROOM.bottom + CAPTION_LINE : ROOM.bottom;
    return [top, ROOM.right, bottom, ROOM.left];
  }

  private build(): void {
    this.plot?.destroy();
    const { clientWidth, clientHeight } = this.root;
    const series = this.data!.lines.map((line, n) => this.series(line, n));
    const options: uPlot.Options = {
      width: clientWidth,
      height: clientHeight,
      padding: this.padding(),
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: false, range: [0, 1] }, y: { range: [0, 1] } },
      series: [{}, ...series],
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        points: { size: DOT, width: 0 },
        // The pointer moves the page's cursor, and that moves the line.
        bind: {
          mousemove: () => null,
          mouseleave: () => null,
          mouseenter: () => null,
          mousedown: () => null,
        },
      },
      hooks: { drawAxes: [(plot) => this.drawAround(plot)] },
    };
    this.plot = withContexts2d(() => new uPlot(options, this.places(), this.root));
  }

  private series({ panel }: ChartLine, n: number): uPlot.Series {
    const colour = panel === undefined ? this.theme.text : this.theme.losses[panel];
    return {
      stroke: colour,
      width: LINE_WIDTH,
      // Rounded to whole pixels a line would have steps.
      pxAlign: 0,
      points: { show: false },
      ...(this.data!.shaded && {
        fill: (plot: uPlot) => this.shade(plot, colour, n),
        fillTo: () => this.place(n, 0),
      }),
    };
  }

  /** Nothing above zero, the colour below: what is between a line and zero is filled with it. */
  private shade({ ctx, bbox }: uPlot, colour: string, n: number): CanvasGradient {
    const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height);
    const zero = 1 - this.place(n, 0);
    const shade = `${colour}${Math.round(255 * SHADE)
      .toString(16)
      .padStart(2, '0')}`;
    gradient.addColorStop(0, 'transparent');
    if (zero >= 0 && zero <= 1) {
      gradient.addColorStop(zero, 'transparent');
      gradient.addColorStop(zero, shade);
    }
    gradient.addColorStop(1, shade);
    return gradient;
  }

  /** How high a value of line `n` stands, 0 to 1. */
  private place(n: number, value: number): number {
    const { from, to, scale } = this.bands.list[n] ?? this.bands.list[0]!;
    return from + (to - from) * scale.position(value);
  }

  /** What uPlot draws: everything between 0 and 1, and null where there is nothing, which no line crosses. */
  private places(): uPlot.AlignedData {
    const { x, interval, lines } = this.data!;
    const [low, high] = interval;
    const across = Array.from(x, (at) => (at - low) / (high - low));
    const up = lines.map(({ y }, n) =>
      Array.from(y, (value) => (Number.isFinite(value) ? this.place(n, value) : null)),
    );
    return [across, ...up];
  }

  private drawAround(plot: uPlot): void {
    const { data } = this;
    if (!data) return;
    const ratio = uPlot.pxRatio;
    const { ctx, bbox } = plot;
    ctx.save();
    const pen = makePen(ctx, ratio, this.theme);
    const rect = {
      x: bbox.left / ratio,
      y: bbox.top / ratio,
      width: bbox.width / ratio,
      height: bbox.height / ratio,
    };
    const bounds = { x: 0, y: 0, width: plot.width, height: plot.height };
    const { interval, names } = data;
    drawHorizontalTicks(pen, rect, bounds, interval, names.x, TICK_SPACING.across, isFar(interval));
    const { list } = this.bands;
    for (const [n, band] of list.entries()) {
      const panel = list.length > 1 ? data.lines[n]?.panel : undefined;
      this.drawBand(panel === undefined ? pen : inColour(pen, this.theme.losses[panel]), rect, band);
    }
    ctx.restore();
  }

  /** The outline of a band, its ticks and its zero. */
  private drawBand(pen: Pen, plot: Rect, { from, to, scale }: Band): void {
    const data = this.data!;
    const { captioned } = this.bands;
    const keepsRoom = to - from === 1 || captioned;
    const top = snap(pen, plot.y + (1 - to) * plot.height);
    const rect = { ...plot, y: top, height: snap(pen, plot.y + (1 - from) * plot.height) - top };
    const bounds = {
      x: 0,
      y: top - ROOM.top,
      width: plot.x + plot.width,
      height: rect.height + 2 * ROOM.top,
    };
    outline(pen, rect);
    drawVerticalTicks(pen, rect, bounds, {
      side: 'left',
      name: data.names.y,
      nameOnlyReduced: true,
      captionAbove: captioned,
      spacing: TICK_SPACING.up,
      // Beside a low band there is no room for a caption with a unit, and over it not always: sooner than that, labels are drawn narrower.
      ticksIn: (room) => {
        const isShort = (label: string) => room.isShort(label) || label.length <= NARROWED_LABEL;
        return colourbarTicks(scale, keepsRoom ? room : { ...room, isShort });
      },
    });
    if (data.zero) drawZero(pen, rect, scale.position(0));
  }

  private placeCursor(): void {
    const { plot, data, cursor } = this;
    if (!plot || !data) return;
    const [low, high] = data.interval;
    const across = cursor === undefined ? NaN : (cursor - low) / (high - low);
    const inside = across >= 0 && across <= 1;
    // Not the element's width, which would have the page laid out at each move.
    const left = inside ? across * (plot.width - ROOM.left - ROOM.right) : -10;
    plot.setCursor({ left, top: inside ? 0 : -10 }, false);
  }

  private coordinateAt(event: PointerEvent): number | undefined {
    if (!this.plot || !this.data) return undefined;
    const { left, width } = this.plot.over.getBoundingClientRect();
    const across = (event.clientX - left) / width;
    const [low, high] = this.data.interval;
    return across >= 0 && across <= 1 ? low + across * (high - low) : undefined;
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!this.plot || width === 0 || height === 0) return;
    this.placeBands();
    this.plot.setData(this.places(), false);
    this.plot.setSize({ width, height });
    // uPlot stretches with the chart where its cursor stands, in a microtask: after that.
    queueMicrotask(() => this.placeCursor());
  }
}

/** A hairline across the chart at this height, 0 ... 1. */
function drawZero(pen: Pen, rect: { x: number; y: number; width: number; height: number }, up: number): void {
  if (!(up > 0 && up < 1)) return;
  const line = hairline(pen);
  pen.context.fillStyle = pen.theme.line;
  pen.context.fillRect(rect.x, snap(pen, rect.y + (1 - up) * rect.height - line / 2), rect.width, line);
}

/** Labels and caption in the colour of the line that they belong to. */
function inColour(pen: Pen, colour: string): Pen {
  return { ...pen, theme: { ...pen.theme, mutedText: colour, text: colour } };
}
