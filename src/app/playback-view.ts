/** What plays the descent race: play and pause, back to the start, a slider over its steps, the speed. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import './playback.css';
import type { Race } from '../core/descent-race.ts';
import { formatInteger } from '../core/format.ts';
import { element } from './dom.ts';
import { type Playback, SPEEDS } from './playback.ts';
import { playbackText } from './playback-texts.ts';
import type { Language } from './texts.ts';

export interface PlaybackHost {
  readonly playback: Playback;
  readonly race: ReadonlySignal<Race | undefined>;
  readonly language: ReadonlySignal<Language>;
}

const SVG = 'http://www.w3.org/2000/svg';
/** Outlines in a square of 10: a triangle; two bars; a bar and a triangle that points to it. */
const ICONS = {
  play: 'M2 1 9 5 2 9Z',
  pause: 'M2 1H4.2V9H2ZM5.8 1H8V9H5.8Z',
  restart: 'M1.5 1H3.2V9H1.5ZM9 1 3.6 5 9 9Z',
} as const;

/** Fills `root` and keeps it in step; disabled while there is no race. Returns what ends that. */
export function keepPlayback(root: HTMLElement, { playback, race, language }: PlaybackHost): () => void {
  const play = element('button', { type: 'button', class: 'play' });
  const restart = element('button', { type: 'button', class: 'restart' }, icon('restart'));
  const slider = element('input', { type: 'range', min: '0', step: '1' });
  const place = element('span', { class: 'place' });
  const speed = element(
    'select',
    {},
    ...SPEEDS.map((times) => element('option', { value: String(times) }, `${times}×`)),
  );
  root.append(play, restart, slider, place, speed);

  play.addEventListener('click', () => playback.toggle());
  restart.addEventListener('click', () => playback.seek(0));
  slider.addEventListener('input', () => playback.seek(slider.valueAsNumber));
  slider.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    if (!event.repeat) playback.toggle();
  });
  speed.addEventListener('change', () => {
    playback.speed.value = SPEEDS.find((times) => String(times) === speed.value)!;
  });

  const stops = [
    effect(() => {
      const isPlaying = playback.playing.value;
      play.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
      name(play, playbackText(isPlaying ? 'pause' : 'play', language.value));
      name(restart, playbackText('restart', language.value));
      name(speed, playbackText('speed', language.value));
      slider.setAttribute('aria-label', playbackText('step', language.value));
    }),
    effect(() => {
      const steps = race.value?.steps;
      for (const control of [play, restart, slider]) control.disabled = steps === undefined;
      slider.max = String(steps ?? 1);
      const step = playback.step.value ?? steps;
      slider.value = String(step ?? 1);
      place.textContent = steps === undefined ? '' : `${formatInteger(step!)} / ${formatInteger(steps)}`;
      const words = { step: step ?? 0, steps: steps ?? 0 };
      slider.setAttribute('aria-valuetext', playbackText('stepOf', language.value, words));
    }),
    effect(() => {
      speed.value = String(playback.speed.value);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function name(control: HTMLElement, words: string): void {
  control.setAttribute('aria-label', words);
  control.title = words;
}

function icon(shape: keyof typeof ICONS): Element {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 10 10');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[shape]);
  svg.append(path);
  return svg;
}
