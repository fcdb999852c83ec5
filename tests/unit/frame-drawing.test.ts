import { computed, signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { drawInFrames, stable } from '../../src/app/frame-drawing.ts';

let frames: (() => void)[];
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', (handle: number) => {
    frames[handle - 1] = () => undefined;
  });
});
afterEach(() => vi.unstubAllGlobals());

function nextFrame(): void {
  for (const callback of frames.splice(0)) callback();
}

it('many changes are drawn once, in the next frame, as they are then', () => {
  const content = signal(0);
  const drawn: number[] = [];
  drawInFrames(content, signal(0), (now) => drawn.push(now));
  nextFrame();
  for (const n of [1, 2, 3]) content.value = n;
  expect(drawn).toEqual([0]);
  nextFrame();
  nextFrame();
  expect(drawn).toEqual([0, 3]);
});

it('is drawn at once with what it belongs to, and then not again', () => {
  const picture = signal('first');
  const cursor = signal(0);
  const content = computed(() => `${picture.value} ${cursor.value}`);
  const drawn: string[] = [];
  drawInFrames(content, picture, (now) => drawn.push(now));
  nextFrame();
  cursor.value = 1;
  picture.value = 'second';
  expect(drawn).toEqual(['first 0', 'second 1']);
  nextFrame();
  expect(drawn).toEqual(['first 0', 'second 1']);
});

it('waits for the picture that is due, and is drawn after all where none comes', () => {
  const picture = signal('first');
  const cursor = signal(0);
  const due = signal(false);
  const content = computed(() => `${picture.value} ${cursor.value}`);
  const drawn: string[] = [];
  drawInFrames(content, picture, (now) => drawn.push(now), due);
  nextFrame();
  due.value = true;
  cursor.value = 1;
  nextFrame();
  expect(drawn).toEqual(['first 0']);
  picture.value = 'second';
  expect(drawn).toEqual(['first 0', 'second 1']);
  cursor.value = 2;
  nextFrame();
  due.value = false;
  nextFrame();
  expect(drawn).toEqual(['first 0', 'second 1', 'second 2']);
});

it('a stable object is the same until a property is another', () => {
  const state = signal({ a: 1, b: [2], c: 3 });
  const part = stable(() => ({ a: state.value.a, b: state.value.b }));
  const before = part.value;
  state.value = { ...state.value, c: 4 };
  expect(part.value).toBe(before);
  state.value = { ...state.value, b: [2] };
  expect(part.value).not.toBe(before);
});
