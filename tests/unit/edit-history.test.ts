import { describe, expect, it } from 'vitest';
import { EditHistory } from '../../src/app/edit-history.ts';
import { applyPartial, initialState, type State } from '../../src/app/state.ts';

/** A page's state, followed by a history as the pane does. */
class Followed {
  readonly history = new EditHistory();
  state: State = initialState();

  constructor() {
    this.history.follow(this.state);
  }

  set = (partial: object): void => {
    this.state = applyPartial(this.state, partial);
    this.history.follow(this.state);
  };

  /** An own experiment of one point. */
  edit(x: number, key?: string): void {
    const samples = [{ origin: [0], du: [x], dv: [1], target: 1 }];
    const experiment = { version: 1, map: 'affine', link: 'sigmoid', samples };
    this.history.edit(this.state, key, () => this.set({ experiment, grid: this.state.grid }));
  }

  undo(): void {
    this.history.undo(this.set);
  }

  get x(): number | undefined {
    const [sample] = this.state.experiment.samples;
    return this.state.preset === null && 'du' in sample! ? sample.du[0] : undefined;
  }
}

describe('undoing edits', () => {
  it('gives back one experiment after the other, and the preset at last', () => {
    const page = new Followed();
    page.set({ params: { target: 2, value: -7 }, window: { u: [-3, 3], v: [-3, 3] } });
    const before = page.state;
    expect(page.history.canUndo).toBe(false);
    page.edit(1);
    page.edit(2);
    page.undo();
    expect(page.x).toBe(1);
    page.undo();
    expect(page.state).toEqual(before);
    expect(page.history.canUndo).toBe(false);
    page.undo();
    expect(page.state).toEqual(before);
  });

  it('takes a number typed digit by digit as one, until the cell is left', () => {
    const page = new Followed();
    for (const x of [1, 12, 123]) page.edit(x, 'cell');
    page.edit(5, 'other');
    page.history.endEdit();
    page.edit(6, 'other');
    page.undo();
    expect(page.x).toBe(5);
    page.undo();
    expect(page.x).toBe(123);
    page.undo();
    expect(page.state.preset).toBe('three-class-extreme');
  });

  it('gives an own experiment back that a preset has replaced', () => {
    const page = new Followed();
    page.edit(1);
    page.set({ preset: 'saturated-neuron' });
    page.set({ preset: 'squared-error-trap' });
    page.undo();
    expect(page.x).toBe(1);
    page.undo();
    expect(page.state.preset).toBe('three-class-extreme');
  });

  it('knows nothing of losses, window and settings', () => {
    const page = new Followed();
    page.edit(1);
    page.set({ window: { u: [-1, 1], v: [-1, 1] }, losses: ['mse', 'cross-entropy'], palette: 'magma' });
    page.undo();
    expect(page.state.preset).toBe('three-class-extreme');
    expect(page.history.canUndo).toBe(false);
  });

  it('keeps nothing of an edit that was refused', () => {
    const page = new Followed();
    page.edit(1);
    expect(() =>
      page.history.edit(page.state, undefined, () => page.set({ experiment: { version: 2 } })),
    ).toThrow('experiment.version');
    page.undo();
    expect(page.history.canUndo).toBe(false);
  });

  it('goes back a hundred times', () => {
    const page = new Followed();
    for (let x = 1; x <= 150; x++) page.edit(x);
    let undone = 0;
    for (; page.history.canUndo && undone < 200; undone++) page.undo();
    expect([undone, page.x]).toEqual([100, 50]);
  });
});
