/** Dark or light, as the system asks, and the screen's pixel ratio: both may change while the page is open. */
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
