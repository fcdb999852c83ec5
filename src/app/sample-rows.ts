/** The table of samples: a row each, inputs as numbers, the target as a class or as numbers. */
import type { Experiment } from '../core/experiment.ts';
import { ExperimentError } from '../core/experiment-error.ts';
import { element } from './dom.ts';
import { logitName } from './names.ts';
import { refusalText } from './refusals.ts';
import { type Column, columnsAt, columnsOf, sampleOfTexts, type TableForm, textsOf } from './sample-table.ts';
import { samplesText } from './samples-texts.ts';
import type { Language } from './texts.ts';

export interface RowsHost {
  /**
   * Puts a sample in the place of sample n.
   * @throws ExperimentError where it is no sample of this experiment, which then stays as it is
   */
  edit(n: number, column: number, sample: unknown): void;
  duplicate(n: number): void;
  remove(n: number): void;
  /** Enter in the last row. */
  add(): void;
  /** Puts lines of cells in place from sample n and this column on, with new samples where there are too few. */
  paste(n: number, column: number, lines: readonly (readonly string[])[]): void;
}

export interface RowsOptions {
  readonly experiment: Experiment;
  readonly form: TableForm;
  /** Samples from this one up to, not including, that one. */
  readonly from: number;
  readonly to: number;
  readonly language: Language;
}

/** More columns than these have narrower cells, so that three classes fit beside the probe. */
const NARROW_COLUMNS = 6;

type Cell = HTMLInputElement | HTMLSelectElement;

interface Row {
  readonly root: HTMLTableRowElement;
  readonly cells: readonly Cell[];
  /** Says what is wrong with the row, while anything is. */
  problem?: HTMLTableRowElement;
}

export class SampleRows {
  readonly root = element('table', { class: 'samples-table' });
  private readonly host: RowsHost;
  private rows: Row[] = [];
  private columns: readonly Column[] = [];
  private options!: RowsOptions;

  constructor(host: RowsHost) {
    this.host = host;
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.root.addEventListener('paste', (event) => this.onPaste(event));
  }

  /**
   * Shows the samples anew.
   * @param keep which sample is now what sample n was, for what was typed and is not valid to stay; without it all goes
   */
  show(options: RowsOptions, keep?: (n: number) => number | undefined): void {
    const drafts = keep ? this.drafts(keep) : new Map<number, string[]>();
    this.options = options;
    const { experiment, form, from, to } = options;
    this.columns = columnsOf(experiment, form);
    this.root.classList.toggle('wide', this.columns.length > NARROW_COLUMNS);
    const body = element('tbody');
    this.rows = experiment.samples.slice(from, to).map((sample, at) => {
      return this.row(from + at, textsOf(sample, this.columns));
    });
    body.append(...this.rows.map(({ root }) => root));
    this.root.replaceChildren(this.head(), body);
    for (const [n, texts] of drafts) {
      const row = this.rows[n - from];
      if (!row || texts.length !== row.cells.length) continue;
      for (const [column, cell] of row.cells.entries()) cell.value = texts[column]!;
      this.check(n, 0);
    }
  }

  focus(n: number, column = 0): void {
    const cell = this.rows[n - this.options.from]?.cells[column];
    cell?.focus();
    if (cell instanceof HTMLInputElement) cell.select();
  }

  /** Where a sample was removed its follower stands, or else the last. */
  focusRemove(n: number): void {
    const row = this.rows[n - this.options.from] ?? this.rows.at(-1);
    const buttons = row?.root.querySelectorAll('button');
    buttons?.[buttons.length - 1]?.focus();
  }

  private drafts(keep: (n: number) => number | undefined): Map<number, string[]> {
    const drafts = new Map<number, string[]>();
    for (const [at, { cells, problem }] of this.rows.entries()) {
      const n = keep(this.options.from + at);
      if (problem && n !== undefined)
        drafts.set(
          n,
          cells.map(({ value }) => value),
        );
    }
    return drafts;
  }

  private text(key: Parameters<typeof samplesText>[0], values?: Record<string, string | number>): string {
    return samplesText(key, this.options.language, values);
  }

  private head(): HTMLElement {
    const number = element('th', { scope: 'col', class: 'number' }, this.text('number'));
    const cells = this.columns.map((column, at) => {
      const first = this.columns[at - 1]?.key !== column.key;
      const name = columnName(column);
      // Classes stand under the group's name: the column needs none of its own.
      return name === ''
        ? element('td', { class: 'first' })
        : element('th', { scope: 'col', class: first ? 'first' : '' }, name);
    });
    const heading = element('tr', {}, number, ...cells, element('td'));
    if (this.columns.every(({ label }) => label)) return element('thead', {}, heading);
    const keys = [...new Set(this.columns.map(({ key }) => key))];
    const groups = keys.map((key) => {
      const span = this.columns.filter((column) => column.key === key).length;
      return element('th', { scope: 'colgroup', colspan: String(span), class: 'first' }, key);
    });
    const single = this.columns.every(({ index }) => (index ?? 0) === 0);
    const group = element('tr', {}, element('td'), ...groups, element('td'));
    // With one logit the groups are the columns.
    return single ? element('thead', {}, group) : element('thead', {}, group, heading);
  }

  private row(n: number, texts: readonly string[]): Row {
    const cells = this.columns.map((column, at) => this.cell(column, texts[at]!, n, at));
    const number = element('th', { scope: 'row', class: 'number' }, String(n + 1));
    const data = cells.map((cell, at) => {
      const first = this.columns[at - 1]?.key !== this.columns[at]!.key;
      return element('td', { class: first ? 'first' : '' }, cell);
    });
    const button = (key: 'duplicate' | 'remove', sign: Node | string, act: () => void) => {
      const label = this.text(key, { n: n + 1 });
      const made = element('button', { type: 'button', 'aria-label': label, title: label }, sign);
      made.addEventListener('click', act);
      return made;
    };
    const actions = element(
      'td',
      { class: 'row-actions' },
      button('duplicate', element('span', { class: 'copy-sign' }), () => this.host.duplicate(n)),
      button('remove', '×', () => this.host.remove(n)),
    );
    if (this.options.experiment.samples.length === 1) actions.querySelectorAll('button')[1]!.disabled = true;
    return { root: element('tr', {}, number, ...data, actions), cells };
  }

  private cell(column: Column, text: string, n: number, at: number): Cell {
    const label = this.text('cell', { name: fullName(column), n: n + 1 });
    if (column.classes !== undefined) {
      const options = Array.from({ length: column.classes }, (_, k) => {
        return element('option', { value: String(k) }, this.text('classOption', { k, name: logitName(k) }));
      });
      const select = element('select', { 'aria-label': label }, ...options);
      select.value = text;
      select.addEventListener('change', () => this.check(n, at));
      return select;
    }
    const input = element('input', {
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-label': label,
    });
    input.value = text;
    input.addEventListener('input', () => this.check(n, at));
    return input;
  }

  /** Applies row n as it stands, or marks in it what is wrong. */
  private check(n: number, column: number): void {
    const row = this.rows[n - this.options.from]!;
    const texts = row.cells.map(({ value }) => value);
    row.problem?.remove();
    delete row.problem;
    for (const cell of row.cells) {
      cell.removeAttribute('aria-invalid');
      cell.removeAttribute('aria-describedby');
    }
    try {
      this.host.edit(n, column, sampleOfTexts(this.columns, texts));
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      this.mark(row, n, error);
    }
  }

  private mark(row: Row, n: number, error: ExperimentError): void {
    const id = `sample-problem-${n}`;
    for (const column of columnsAt(error.path, this.columns)) {
      row.cells[column]!.setAttribute('aria-invalid', 'true');
      row.cells[column]!.setAttribute('aria-describedby', id);
    }
    const problem = refusalText(error, this.options.language);
    const width = String(this.columns.length + 1);
    const message = element('td', { id, colspan: width, class: 'bad', role: 'alert' }, problem);
    row.problem = element('tr', { class: 'problem' }, element('td'), message);
    row.root.after(row.problem);
  }

  /** Up and down among rows; Enter goes down, and adds a row after the last, so that points are typed in one go. */
  private onKey(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
    const input = event.target;
    if (step === undefined || event.isComposing || !(input instanceof HTMLInputElement)) return;
    const place = this.placeOf(input);
    if (!place) return;
    event.preventDefault();
    const next = place.n + step;
    if (event.key === 'Enter' && next === this.options.experiment.samples.length) this.host.add();
    else this.focus(next, place.column);
  }

  /** Cells of a spreadsheet come as lines with tabs between; one alone is pasted as any text. */
  private onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const lines = text
      .replace(/\r\n?/g, '\n')
      .replace(/\n+$/, '')
      .split('\n')
      .map((line) => line.split('\t'));
    const place = this.placeOf(event.target);
    if (!place || (lines.length === 1 && lines[0]!.length === 1)) return;
    event.preventDefault();
    this.host.paste(place.n, place.column, lines);
  }

  private placeOf(target: EventTarget | null): { n: number; column: number } | undefined {
    for (const [at, { cells }] of this.rows.entries()) {
      const column = cells.indexOf(target as Cell);
      if (column >= 0) return { n: this.options.from + at, column };
    }
    return undefined;
  }
}

function columnName({ label, index, key, classes }: Column): string {
  if (label && key !== 'target') return label;
  if (classes !== undefined) return '';
  return index === undefined ? 'y' : logitName(index);
}

function fullName(column: Column): string {
  if (column.label) return column.label;
  return column.index === undefined ? column.key : `${column.key} ${logitName(column.index)}`;
}
