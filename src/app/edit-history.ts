/** The experiments that edits and files have replaced, for as long as the page lives. */
import { isEditable } from './sample-table.ts';
import type { State } from './state.ts';

/** What brings an experiment back. */
type Source = Pick<State, 'losses' | 'window' | 'grid'> &
  (Pick<State, 'preset' | 'params'> | Pick<State, 'experiment'>);

const LONGEST = 100;

export class EditHistory {
  private past: Source[] = [];
  private known: State | undefined;
  /** The edit that the newest entry was made for: a number typed digit by digit is one. */
  private newest: string | undefined;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  /**
   * Tells of a state, after every change. An own experiment that something else has put out of sight (a preset that was
   * chosen, a file) can be had back.
   */
  follow(state: State): void {
    const { known } = this;
    if (known && known.preset === null && ownNumbers(known) !== ownNumbers(state)) this.push(known);
    this.known = state;
  }

  /**
   * Applies an edit; one that throws leaves nothing behind. Edits of the same key one after the other are undone as one.
   */
  edit(state: State, key: string | undefined, apply: () => void): void {
    this.apply(apply);
    if (key === undefined || key !== this.newest) this.push(state);
    this.newest = key;
  }

  /** The next edit is another one, whatever its key. */
  endEdit(): void {
    this.newest = undefined;
  }

  /** Takes the newest entry back; it stays if it is refused. */
  undo(apply: (partial: object) => void): void {
    const source = this.past.at(-1);
    if (!source) return;
    this.apply(() => apply(source));
    this.past.pop();
    this.newest = undefined;
  }

  /** Whoever follows the state hears of it meanwhile; what is replaced by an edit is not out of sight by accident. */
  private apply(change: () => void): void {
    const { known } = this;
    this.known = undefined;
    try {
      change();
    } catch (error) {
      this.known = known;
      throw error;
    }
  }

  private push(state: State): void {
    const { preset, params, experiment, losses, window, grid } = state;
    const source = preset === null ? { experiment } : { preset, params };
    this.past.push({ ...source, losses, window, grid });
    if (this.past.length > LONGEST) this.past.shift();
    this.newest = undefined;
  }
}

/** What an edit changes; losses, window and grid are the panel's. Of samples too many to edit, the first speaks for all. */
export function ownNumbers({ experiment }: State): string {
  const { map, link, samples, sampleReduction, squaredError } = experiment;
  const compared = isEditable(experiment) ? samples : [samples.length, samples[0]];
  return JSON.stringify([map, link, compared, sampleReduction, squaredError]);
}
