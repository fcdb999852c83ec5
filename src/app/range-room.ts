/**
 * Room for the lines of ranges over both plots: as many lines as the longer one takes, so that nothing of it is cut and
 * the plots stay level. Ranges change with every step of a zoom; a line that was needed once is kept while the same is
 * shown, so that the plots do not jump to and fro.
 */
import type { Figure } from './figure.ts';

/** Height of a line, CSS px; as figures.css has it. */
const LINE = 18;

export class RangeRoom {
  private readonly figures: readonly Figure[];
  private subject = '';
  private known = '';
  private lines = 0;

  constructor(figures: readonly Figure[]) {
    this.figures = figures;
  }

  /** After the ranges were written, or the figures resized. @param subject what is shown; another has room of its own */
  fit(subject = this.subject): void {
    this.subject = subject;
    const known = `${subject} ${this.figures.map(({ container }) => container.clientWidth).join()}`;
    if (known !== this.known) this.make(0);
    this.known = known;
    const taken = this.figures.map(({ range }) => Math.round(range.offsetHeight / LINE));
    if (Math.max(...taken) > this.lines) this.make(Math.max(...taken));
  }

  private make(lines: number): void {
    this.lines = lines;
    for (const { root } of this.figures) root.style.setProperty('--range-lines', String(lines));
  }
}
