import { signal } from '@preact/signals-core';
import { expect, it } from 'vitest';
import { whenFirst } from '../../src/app/when-first.ts';

it('runs once, when the condition first holds', () => {
  const condition = signal(false);
  let runs = 0;
  whenFirst(condition, () => {
    runs++;
  });
  expect(runs).toBe(0);
  for (const holds of [true, false, true]) condition.value = holds;
  expect(runs).toBe(1);
});

it('runs at once where the condition holds already', () => {
  let runs = 0;
  whenFirst(signal(true), () => {
    runs++;
  });
  expect(runs).toBe(1);
});

it('does not run again for what the action read', () => {
  const read = signal(0);
  let runs = 0;
  whenFirst(signal(true), () => {
    void read.value;
    runs++;
  });
  read.value = 1;
  expect(runs).toBe(1);
});
