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

export function screenPixelRatio(): ReadonlySignal<number> {
  const ratio = signal(devicePixelRatio);
  // A query matches one ratio only, so each change needs a new one.
  const watch = () => {
    ratio.value = devicePixelRatio;
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', watch, { once: true });
  };
  watch();
  return ratio;
}
