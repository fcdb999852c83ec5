/** Surfaces in space: what draws them and turns them is loaded when they are first asked for. */
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { State } from './state.ts';

async function load() {
  const { HeightSurfaceLayer, SpaceFigure, enableOrbit } = await import('./space-view.ts');
  return { HeightSurfaceLayer, SpaceFigure, enableOrbit };
}

export type SpaceModule = Awaited<ReturnType<typeof load>>;

/** A surface that was not turned for so long stands still, or for twice as long as between its last two turns. */
const REST_MS = { least: 250, most: 1000 } as const;

export class Space {
  /** undefined until it is there; until then both panels are flat. */
  readonly module = signal<SpaceModule | undefined>(undefined);
  /** Whether the surfaces are being turned: a software GPU draws them more coarsely then. */
  readonly turning = signal(false);
  private rest: ReturnType<typeof setTimeout> | undefined;
  private lastTurn = -Infinity;
  private readonly state: ReadonlySignal<State>;
  private loading: Promise<void> | undefined;

  constructor(state: ReadonlySignal<State>) {
    this.state = state;
    effect(() => void this.loaded());
  }

  /** A gesture has turned the surfaces a little. */
  noteTurn(): void {
    const now = performance.now();
    const since = now - this.lastTurn;
    this.lastTurn = now;
    this.turning.value = true;
    clearTimeout(this.rest);
    // Where frames take long, the fine mesh would be drawn between every two of them.
    const isGesture = since < REST_MS.most;
    const rest = isGesture ? Math.min(REST_MS.most, Math.max(REST_MS.least, 2 * since)) : REST_MS.least;
    this.rest = setTimeout(() => {
      this.turning.value = false;
    }, rest);
  }

  /** Resolves when what the state asks for is there, or cannot be had. */
  async loaded(): Promise<void> {
    if (this.state.value.view === 'flat') return;
    this.loading ??= load().then(
      (module) => {
        this.module.value = module;
      },
      () => {
        // Asked for again with the next change.
        this.loading = undefined;
      },
    );
    await this.loading;
  }
}
