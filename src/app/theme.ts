/**
 * What the system asks for, dark or light, moving or still, and the screen's pixel ratio: all may change while the page
 * is open.
 */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { DARK_THEME, LIGHT_THEME, type Theme } from '../render/theme.ts';

export function systemTheme(): ReadonlySignal<Theme> {
  const query = matchMedia('(prefers-color-scheme: light)');
  const choose = () => (query.matches ? LIGHT_THEME : DARK_THEME);
  const theme = signal(choose());
  query.addEventListener('change', () => {
    theme.value = choose();
  });
  return theme;
}

/** Whether nothing may move. */
export function reducedMotion(): ReadonlySignal<boolean> {
  const query = matchMedia('(prefers-reduced-motion: reduce)');
  const still = signal(query.matches);
  query.addEventListener('change', () => {
    still.value = query.matches;
  });
  return still;
}

/** The largest side of a canvas, device px: what every WebGPU device can have as a texture. */
const LARGEST_CANVAS = 8192;

/**
 * Device px per CSS px. Less than the screen's where a canvas as large as the window would be more than a GPU can draw,
 * which takes a window beyond 8192 device px.
 */
export function screenPixelRatio(): ReadonlySignal<number> {
  const drawable = () => Math.min(devicePixelRatio, LARGEST_CANVAS / Math.max(1, innerWidth, innerHeight));
  const ratio = signal(drawable());
  const follow = () => {
    ratio.value = drawable();
  };
  addEventListener('resize', follow);
  // A query matches one ratio only, so each change needs a new one.
  const watch = () => {
    follow();
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', watch, { once: true });
  };
  watch();
  return ratio;
}
