/** The pane of the dock for own experiments: a table of samples, what the experiment makes of them, and files. */
import { effect, untracked } from '@preact/signals-core';
import './samples.css';
import {
  classCount,
  type Experiment,
  LINKS,
  type Link,
  SAMPLE_REDUCTIONS,
  SQUARED_ERRORS,
} from '../core/experiment.ts';
import { withClasses, withLink, withMap, withSoftTargets } from '../core/refit.ts';
import { ExperimentError, parseExperiment } from '../core/validate.ts';
import type { DockHost, ShowPane } from './dock.ts';
import { element } from './dom.ts';
import { EditHistory, ownNumbers } from './edit-history.ts';
import { FILE_TYPES, readFiles, saveExperiment, saveSamples } from './experiment-files.ts';
import { refusalText } from './refusals.ts';
import { SampleRows } from './sample-rows.ts';
import {
  columnsOf,
  EDITABLE,
  formsOf,
  freshSample,
  hasSoftTargets,
  isEditable,
  sampleOfTexts,
  type TableForm,
  textsOf,
} from './sample-table.ts';
import { type SamplesTextKey, samplesText } from './samples-texts.ts';
import type { State } from './state.ts';
import type { Language } from './texts.ts';

const PAGE_ROWS = 50;

/** Of the page, not of the pane: what was edited can be undone after another pane was open. */
const history = new EditHistory();

export const samplesView: ShowPane = (root, host) => {
  const view = new SamplesView(root, host);
  const stop = effect(() => {
    const state = host.state.value;
    untracked(() => view.update(state));
  });
  return stop;
};

/** What an edit of the pane's own makes of the table. */
interface Pending {
  /** Nothing: it came from the table. */
  readonly typed?: boolean;
  /** Which sample is now what sample n was. */
  readonly keep?: (n: number) => number | undefined;
}

class SamplesView {
  private readonly root: HTMLElement;
  private readonly host: DockHost;
  private readonly rows: SampleRows;
  private language: Language | undefined;
  private shown: string | undefined;
  private form: TableForm = 'full';
  private page = 0;
  private pending: Pending | undefined;
  private settings: (() => void)[] = [];
  private message = element('p', { class: 'bad', role: 'alert' });
  private undo = element('button', { type: 'button' });
  private pager = element('div', { class: 'pager' });
  private table = element('div', { class: 'samples-rows' });

  constructor(root: HTMLElement, host: DockHost) {
    this.root = root;
    this.host = host;
    this.rows = new SampleRows({
      edit: (n, column, sample) => {
        const samples = [...this.experiment.samples] as unknown[];
        samples[n] = sample;
        this.apply({ ...this.experiment, samples }, { typed: true }, `${n} ${column}`);
      },
      duplicate: (n) => this.insert(n + 1, this.experiment.samples[n]),
      remove: (n) => this.remove(n),
      add: () => this.add(),
      paste: (n, column, lines) => this.paste(n, column, lines),
    });
    this.rows.root.addEventListener('focusout', () => history.endEdit());
  }

  update(state: State): void {
    history.follow(state);
    const { experiment, language } = state;
    if (language !== this.language) {
      this.language = language;
      this.shown = undefined;
      this.build();
    }
    const numbers = ownNumbers(state);
    if (numbers !== this.shown) {
      this.shown = numbers;
      if (!this.pending?.typed) {
        // What comes from elsewhere, or is of another kind now, is shown in its shortest form.
        if (!this.pending?.keep || !formsOf(experiment).includes(this.form)) {
          this.form = formsOf(experiment)[0]!;
          this.page = 0;
        }
        this.showTable(this.pending?.keep);
      }
      this.say(undefined);
    }
    for (const setting of this.settings) setting();
    this.undo.disabled = !history.canUndo;
  }

  private get experiment(): Experiment {
    return this.host.state.peek().experiment;
  }

  private text(key: SamplesTextKey, values?: Record<string, string | number>): string {
    return samplesText(key, this.host.state.peek().language, values);
  }

  private say(message: string | undefined, kind: 'bad' | 'note' = 'bad'): void {
    this.message.className = kind;
    this.message.textContent = message ?? '';
    this.message.hidden = message === undefined;
  }

  /**
   * Makes the experiment the page's own.
   * @param key edits of the same key are undone together
   * @throws ExperimentError with the path of the first bad field; nothing is changed then
   */
  private apply(experiment: unknown, pending: Pending = {}, key?: string): void {
    const state = this.host.state.peek();
    const parsed = parseExperiment(experiment);
    // A preset's name stands for the preset's samples.
    const name = state.preset === null || parsed.name !== state.experiment.name ? parsed.name : '';
    this.pending = pending;
    try {
      history.edit(state, key, () => this.host.set({ experiment: { ...parsed, name }, grid: state.grid }));
    } finally {
      this.pending = undefined;
    }
    this.undo.disabled = !history.canUndo;
  }

  /** As `apply`, a refusal told under the buttons. */
  private attempt(change: () => void): void {
    try {
      change();
    } catch (error) {
      this.say(refusalText(error, this.host.state.peek().language));
      for (const setting of this.settings) setting();
    }
  }

  private add(): void {
    this.insert(this.experiment.samples.length, freshSample(this.experiment, this.form));
  }

  private insert(at: number, sample: unknown): void {
    this.attempt(() => {
      const samples = [...this.experiment.samples] as unknown[];
      samples.splice(at, 0, sample);
      this.page = Math.floor(at / PAGE_ROWS);
      this.apply({ ...this.experiment, samples }, { keep: (n) => (n < at ? n : n + 1) });
      this.rows.focus(at);
    });
  }

  private remove(at: number): void {
    this.attempt(() => {
      const samples = this.experiment.samples.filter((_, n) => n !== at);
      const keep = (n: number) => (n === at ? undefined : n > at ? n - 1 : n);
      this.apply({ ...this.experiment, samples }, { keep });
      this.rows.focusRemove(at);
    });
  }

  private paste(at: number, column: number, lines: readonly (readonly string[])[]): void {
    this.attempt(() => {
      const { experiment, form } = this;
      const columns = columnsOf(experiment, form);
      const samples = [...experiment.samples] as unknown[];
      for (const [line, cells] of lines.entries()) {
        const n = at + line;
        if (column + cells.length > columns.length) {
          const expected = `at most ${columns.length - column} cells from this column on`;
          throw new ExperimentError(`samples[${n}]`, expected, String(cells.length));
        }
        const texts = textsOf(experiment.samples[n] ?? freshSample(experiment, form), columns);
        texts.splice(column, cells.length, ...cells);
        samples[n] = sampleOfTexts(columns, texts);
      }
      const keep = (n: number) => (n >= at && n < at + lines.length ? undefined : n);
      this.apply({ ...experiment, samples }, { keep });
      this.rows.focus(at + lines.length - 1, column);
    });
  }

  private showTable(keep?: (n: number) => number | undefined): void {
    const { experiment } = this;
    const { length } = experiment.samples;
    if (!isEditable(experiment)) {
      const values = { n: length, k: classCount(experiment) };
      this.table.replaceChildren(element('p', { class: 'hint' }, this.text('tooLarge', values)));
      this.pager.replaceChildren();
      return;
    }
    this.page = Math.min(this.page, Math.floor((length - 1) / PAGE_ROWS));
    const from = this.page * PAGE_ROWS;
    const to = Math.min(length, from + PAGE_ROWS);
    const { language } = this.host.state.peek();
    this.rows.show({ experiment, form: this.form, from, to, language }, keep);
    if (this.table.firstChild !== this.rows.root) this.table.replaceChildren(this.rows.root);
    this.pager.replaceChildren(...(length > PAGE_ROWS ? this.pagerNodes(from, to, length) : []));
  }

  private pagerNodes(from: number, to: number, length: number): Node[] {
    const turn = (key: 'previous' | 'next', sign: string, step: number) => {
      const label = this.text(key);
      const button = element('button', { type: 'button', 'aria-label': label, title: label }, sign);
      button.disabled = step < 0 ? from === 0 : to === length;
      button.addEventListener('click', () => {
        this.page += step;
        this.showTable();
      });
      return button;
    };
    const range = element('span', {}, this.text('pageOf', { from: from + 1, to, n: length }));
    return [turn('previous', '‹', -1), range, turn('next', '›', 1)];
  }

  private build(): void {
    this.settings = [];
    this.undo = this.button('undo', () => {
      this.attempt(() => history.undo((source) => this.host.set(source)));
      this.undo.disabled = !history.canUndo;
    });
    const add = this.button('add', () => this.add());
    this.settings.push(() => {
      add.disabled = !isEditable(this.experiment);
    });
    const formula = element('span', { class: 'formula' });
    this.settings.push(() => {
      formula.textContent = logitFormula(this.experiment, this.form);
    });
    const actions = element(
      'div',
      { class: 'samples-actions' },
      add,
      this.undo,
      this.pager,
      formula,
      ...this.openNodes(),
      this.button('saveExperiment', () => saveExperiment(this.host.state.peek()), 'saveExperimentHint'),
      this.button('saveSamples', () => saveSamples(this.host.state.peek()), 'saveSamplesHint'),
    );
    const body = element('div', { class: 'samples-body' }, this.table, this.settingsNode());
    this.root.replaceChildren(element('div', { class: 'samples' }, actions, this.message, body));
  }

  private button(key: SamplesTextKey, act: () => void, hint?: SamplesTextKey): HTMLButtonElement {
    const attributes = hint ? { title: this.text(hint) } : {};
    const button = element('button', { type: 'button', ...attributes }, this.text(key));
    button.addEventListener('click', act);
    return button;
  }

  private openNodes(): Node[] {
    const input = element('input', { type: 'file', accept: FILE_TYPES, hidden: '' });
    input.addEventListener('change', async () => {
      const files = [...(input.files ?? [])];
      input.value = ''; // so that the same file can be opened again
      try {
        const { partial, note } = await readFiles(files, this.host.state.peek());
        this.host.set(partial);
        this.say(note, 'note');
      } catch (error) {
        this.say(refusalText(error, this.host.state.peek().language));
      }
    });
    return [input, this.button('open', () => input.click(), 'openHint')];
  }

  private settingsNode(): HTMLElement {
    const state = () => this.experiment;
    return element(
      'div',
      { class: 'samples-settings' },
      this.nameField(),
      this.choice('form', {
        value: () => this.form,
        options: () => formsOf(state()).map((form) => [form, form]),
        shown: () => state().map === 'affine' && classCount(state()) === 1,
        choose: (form) => {
          this.form = form;
          this.showTable();
          for (const setting of this.settings) setting();
        },
      }),
      this.choice('targets', {
        value: () => (hasSoftTargets(state()) ? 'soft' : 'hard'),
        options: () => [
          ['hard', 'hard'],
          ['soft', 'soft'],
        ],
        shown: () => state().link === 'softmax',
        choose: (kind) => this.apply(withSoftTargets(state(), kind === 'soft'), { keep: () => undefined }),
      }),
      this.choice('map', {
        value: () => state().map,
        options: () => [
          ['affine', 'affine'],
          ['two-layer', 'two-layer'],
        ],
        choose: (map) => this.apply(withMap(state(), map)),
      }),
      this.choice<Link>('link', {
        value: () => state().link,
        options: () =>
          LINKS.filter((link) => state().map === 'affine' || link !== 'softmax').map((link) => [link, link]),
        choose: (link) => this.apply(withLink(state(), link)),
      }),
      this.classesField(),
      this.choice('sampleReduction', {
        value: () => state().sampleReduction,
        options: () => SAMPLE_REDUCTIONS.map((kind) => [kind, `reduction${capital(kind)}`]),
        choose: (sampleReduction) => this.apply({ ...state(), sampleReduction }, { keep: (n) => n }),
      }),
      this.choice('squaredError', {
        value: () => state().squaredError,
        options: () => SQUARED_ERRORS.map((kind) => [kind, `factor${capital(kind)}`]),
        choose: (squaredError) => this.apply({ ...state(), squaredError }, { keep: (n) => n }),
      }),
    );
  }

  private field(key: SamplesTextKey, control: HTMLElement): HTMLElement {
    const label = element('label', {}, element('span', {}, this.text(key)), control);
    label.dataset.field = key;
    return label;
  }

  private choice<T extends string>(key: SamplesTextKey, bound: Choice<T>): HTMLElement {
    const select = element('select');
    const root = this.field(key, select);
    let listed = '';
    this.settings.push(() => {
      root.hidden = bound.shown ? !bound.shown() : false;
      const options = bound.options();
      const names = options.map(([value]) => value).join();
      if (names !== listed) {
        listed = names;
        select.replaceChildren(
          ...options.map(([value, name]) => element('option', { value }, this.text(name))),
        );
      }
      select.value = bound.value();
    });
    select.addEventListener('change', () => this.attempt(() => bound.choose(select.value as T)));
    return root;
  }

  private nameField(): HTMLElement {
    const input = element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
    this.settings.push(() => {
      if (input.value !== this.experiment.name) input.value = this.experiment.name;
    });
    input.addEventListener('change', () => {
      this.attempt(() => this.apply({ ...this.experiment, name: input.value }, { keep: (n) => n }));
    });
    return this.field('name', input);
  }

  /** How many logits: under identity they are outputs. Under sigmoid there is one; another number is softmax. */
  private classesField(): HTMLElement {
    const most = EDITABLE.classes;
    const input = element('input', { type: 'number', min: '1', max: String(most), step: '1' });
    const root = this.field('classes', input);
    this.settings.push(() => {
      const { experiment } = this;
      root.hidden = experiment.map === 'two-layer';
      const key = experiment.link === 'identity' ? 'outputs' : 'classes';
      root.firstChild!.textContent = this.text(key);
      input.value = String(classCount(experiment));
    });
    input.addEventListener('change', () => {
      const classes = input.valueAsNumber;
      this.attempt(() => {
        if (Number.isInteger(classes) && classes >= 1 && classes <= most)
          this.apply(withClasses(this.experiment, classes));
        else input.value = String(classCount(this.experiment));
      });
    });
    return root;
  }
}

/** How a row's numbers become its logits. */
function logitFormula({ map }: Experiment, form: TableForm): string {
  if (map === 'two-layer') return 'z = v tanh(u x)';
  return { points: 'z = u x + v', inputs: 'z = u x₁ + v x₂', full: 'z = origin + u du + v dv' }[form];
}

interface Choice<T extends string> {
  readonly value: () => T;
  readonly options: () => readonly (readonly [T, SamplesTextKey])[];
  readonly shown?: () => boolean;
  readonly choose: (value: T) => void;
}

function capital<T extends string>(word: T): Capitalize<T> {
  return `${word[0]!.toUpperCase()}${word.slice(1)}` as Capitalize<T>;
}
