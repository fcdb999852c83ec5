/** The colours and fonts of everything drawn around and over the plots. Given to drawing code, never read from the page. */
import type { Quantity } from '../core/quantity.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Distance between equal stripes of the hatching, across them, CSS px. */
export const HATCH_PERIOD = 8;

export interface Theme {
  readonly background: string;
  /** Axis names. */
  readonly text: string;
  /** Tick labels. */
  readonly mutedText: string;
  /** Ticks, and the outline of plots and colourbars. */
  readonly line: string;
  /** Stands in the place of a plot that is covered, as on the page (theme.css). */
  readonly cover: string;
  /** Names of the left and the right loss, as on the page (theme.css). */
  readonly losses: readonly [left: string, right: string];
  /** The two stripes of the hatching where a loss is undefined, 0 ... 255: neutral, unlike any palette's colours. */
  readonly hatch: readonly [Rgb, Rgb];
  /** Infinite values, 0 ... 255: unlike any palette's colours, since no place on a scale is theirs. */
  readonly infinite: Rgb;
  /** Where a descent never learns, 0 ... 255: often most of the plot, and so quieter than infinity. */
  readonly never: Rgb;
  /** Error maps: none to the largest that is tolerated, by way of the middle, and beyond. 0 ... 255. */
  readonly errors: { readonly ramp: readonly [Rgb, Rgb, Rgb]; readonly beyond: Rgb };
  /** CSS font families of labels and of the names of variables. */
  readonly labelFamily: string;
  readonly nameFamily: string;
}

const FAMILIES = {
  labelFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  nameFamily: '"STIX Two Text", "Cambria", "Times New Roman", "Liberation Serif", "DejaVu Serif", serif',
};

export const DARK_THEME: Theme = {
  background: '#0e1116',
  text: '#e6e9ef',
  mutedText: '#9aa4b2',
  line: '#5b6573',
  cover: '#151a21',
  losses: ['#56c6ee', '#f2a154'],
  hatch: [
    [42, 46, 52],
    [66, 71, 79],
  ],
  infinite: [255, 64, 220],
  never: [104, 46, 52],
  errors: {
    ramp: [
      [24, 33, 45],
      [49, 109, 170],
      [205, 233, 255],
    ],
    beyond: [255, 84, 76],
  },
  ...FAMILIES,
};

export const LIGHT_THEME: Theme = {
  background: '#ffffff',
  text: '#171b21',
  mutedText: '#525c69',
  line: '#8a94a1',
  cover: '#f5f6f8',
  losses: ['#0b6f9c', '#a9540b'],
  hatch: [
    [232, 234, 237],
    [203, 207, 212],
  ],
  infinite: [222, 0, 186],
  never: [226, 178, 176],
  errors: {
    ramp: [
      [231, 239, 247],
      [112, 168, 214],
      [9, 50, 97],
    ],
    beyond: [214, 28, 28],
  },
  ...FAMILIES,
};

/** Maps of steps say by the colour of infinity that there are none. */
export function themeFor(quantity: Quantity, theme: Theme): Theme {
  return quantity === 'steps' ? { ...theme, infinite: theme.never } : theme;
}

/** `#rrggbb`, as themes have their lines and grounds. */
export function rgbOf(hex: string): Rgb {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Marks over the plot are light with a dark edge, in either theme: that is legible on every colour of every palette.
 * 0 ... 1, alpha not multiplied in.
 */
export const MARK_RGBA: { readonly light: Rgba; readonly dark: Rgba } = {
  light: [1, 1, 1, 0.96],
  dark: [0.04, 0.048, 0.072, 0.72],
};

/** Contours: less than marks, which they lie under. */
export const CONTOUR_RGBA: typeof MARK_RGBA = {
  light: [1, 1, 1, 0.85],
  dark: [0.04, 0.048, 0.072, 0.6],
};

/** Arrows under streamlines. */
export const FAINT_RGBA: typeof MARK_RGBA = {
  light: [1, 1, 1, 0.5],
  dark: [0.04, 0.048, 0.072, 0.3],
};

/** The same for a 2-D canvas. */
export const MARK = { light: css(MARK_RGBA.light), dark: css(MARK_RGBA.dark) };
export const FAINT_MARK = { light: css(FAINT_RGBA.light), dark: css(FAINT_RGBA.dark) };
export const CONTOUR_MARK = { light: css(CONTOUR_RGBA.light), dark: css(CONTOUR_RGBA.dark) };

function css([red, green, blue, alpha]: Rgba): string {
  return `rgb(${red * 100}% ${green * 100}% ${blue * 100}% / ${alpha})`;
}
