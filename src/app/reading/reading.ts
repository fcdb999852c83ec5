/** What there is to read about a preset. */
import type { SourceKey } from '../../core/sources.ts';
import type { Language } from '../texts.ts';

/** Both languages; {name} stands for the formula of that name in formulas.ts. */
type Translated = Readonly<Record<Language, string>>;

export interface Reading {
  /** What to look at: one short paragraph. {name} stands for a formula. */
  readonly look: Translated;
  /**
   * Things to try; each a sentence and the partial page state (as window.logitscape.set takes it) that does it at a click,
   * on top of the preset's defaults.
   */
  readonly steps: readonly { readonly text: Translated; readonly state: object }[];
  /** Hidden until asked for. One short paragraph. */
  readonly answer: Translated;
  /** Where the experiment comes from. */
  readonly sources: readonly SourceKey[];
  /** What of it is our choice, or our doubt. */
  readonly ours: Translated;
}
