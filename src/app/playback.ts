/**
 * Playing the descent race: which step the plots and the chart show, and the clock that moves it. That step is of the
 * page alone: neither the state nor a link has it, and a race that is new is shown whole.
 */
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Race } from '../core/descent-race.ts';

/** Of a whole race at speed 1, however many steps it has. */
const WHOLE_MS = 6000;
/** Of one frame at most: after a pause of the browser the race goes on where it was. */
const LONGEST_FRAME_MS = 200;
/** Where the reader asks for less motion, the race is shown at so many places on its way and stands still between. */
const JUMPS = 10;

export const SPEEDS = [0.5, 1, 2, 4] as const;

/** A race that can be played. Nothing runs but while it plays. */
export class Playback {
  /** Times as fast as a whole race in six seconds. */
  readonly speed = signal<(typeof SPEEDS)[number]>(1);
  private readonly race: ReadonlySignal<Race | undefined>;
  private readonly shown = signal<number | undefined>(undefined);
  private readonly running = signal(false);
  /** Where between two steps the clock is. */
  private position = 0;
  private before = 0;
  private stopClock = () => {};

  constructor(race: ReadonlySignal<Race | undefined>) {
    this.race = race;
    effect(() => {
      void race.value;
      this.pause();
      this.shown.value = undefined;
    });
  }

  /** The step that is shown, from 0 to the race's last; undefined while the race is shown whole. */
  get step(): ReadonlySignal<number | undefined> {
    return this.shown;
  }

  get playing(): ReadonlySignal<boolean> {
    return this.running;
  }

  /** Plays on from the step that is shown, from the first where it is the last; or pauses. Without a race, nothing. */
  toggle(): void {
    if (this.running.peek()) this.pause();
    else this.play();
  }

  pause(): void {
    this.stopClock();
    this.stopClock = () => {};
    this.running.value = false;
  }

  /** Pauses at a step; what lies beyond the ends is the end. */
  seek(step: number): void {
    this.pause();
    const steps = this.race.peek()?.steps;
    if (steps !== undefined) this.shown.value = Math.min(steps, Math.max(0, Math.round(step)));
  }

  private play(): void {
    const steps = this.race.peek()?.steps;
    if (steps === undefined) return;
    const from = this.shown.peek() ?? steps;
    this.position = from < steps ? from : 0;
    this.before = performance.now();
    this.shown.value = this.position;
    this.running.value = true;
    this.schedule(steps);
  }

  private schedule(steps: number): void {
    const whole = WHOLE_MS / this.speed.peek();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      const jump = setTimeout(() => this.moveTo(this.position + steps / JUMPS, steps), whole / JUMPS);
      this.stopClock = () => clearTimeout(jump);
      return;
    }
    const frame = requestAnimationFrame((now) => {
      // The first frame may have begun before the button was pressed.
      const passed = Math.min(LONGEST_FRAME_MS, Math.max(0, now - this.before));
      this.before = now;
      this.moveTo(this.position + (steps * passed) / whole, steps);
    });
    this.stopClock = () => cancelAnimationFrame(frame);
  }

  private moveTo(position: number, steps: number): void {
    this.position = Math.min(steps, position);
    this.shown.value = Math.floor(this.position);
    if (this.position < steps) this.schedule(steps);
    else this.pause();
  }
}
