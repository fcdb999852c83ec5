/** The check: the whole GPU grid against f64, with progress, cancel and a verdict for every field. */
import { signal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import type { Theme } from '../render/theme.ts';
import { allKeys, type Backends, type Verdict } from './backends.ts';
import { element } from './dom.ts';
import { refusalText } from './refusals.ts';
import { type Language, text } from './texts.ts';
import type { verdictView } from './verdict-view.ts';

export type CheckState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'done';
      readonly experiment: Experiment;
      readonly verdict: Verdict;
      /** Shows the verdict; loaded while the check ran. */
      readonly view: typeof verdictView;
    };

export class Check {
  readonly state = signal<CheckState>({ kind: 'idle' });
  /** The field whose errors the user looks at, kept from one check to the next. */
  selected: FieldKey | undefined;
  private readonly backends: Backends;
  private abort: AbortController | undefined;

  constructor(backends: Backends) {
    this.backends = backends;
  }

  async run(experiment: Experiment): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.state.value = { kind: 'running', done: 0 };
    try {
      const verifying = this.backends.verify(experiment, {
        fields: allKeys(experiment),
        errors: true,
        signal: abort.signal,
        onProgress: (done) => {
          if (this.abort === abort) this.state.value = { kind: 'running', done };
        },
      });
      const [verdict, { verdictView: view }] = await Promise.all([verifying, import('./verdict-view.ts')]);
      if (this.abort === abort) this.state.value = { kind: 'done', experiment, verdict, view };
    } catch (error) {
      if (this.abort !== abort) return;
      this.abort = undefined; // what still runs tells of no more progress
      const cancelled = abort.signal.aborted;
      abort.abort();
      this.state.value = cancelled ? { kind: 'cancelled' } : { kind: 'failed', error };
    }
  }

  cancel(): void {
    this.abort?.abort();
  }

  /** Forgets a result that no longer belongs to what is shown. */
  reset(): void {
    if (this.state.peek().kind === 'idle') return;
    this.abort?.abort();
    this.abort = undefined;
    this.state.value = { kind: 'idle' };
  }
}

/** The largest error of a verdict, in ULP. */
export function worstError(verdict: Verdict): number {
  return Math.max(...Object.values(verdict.fields).map(({ maxError }) => maxError));
}

export interface CheckViewOptions {
  readonly state: CheckState;
  /** Grid points to compare, or undefined where there is nothing to compare. */
  readonly points: number | undefined;
  readonly language: Language;
  readonly theme: Theme;
  /** The field whose errors are shown; undefined: the one nearest to its tolerance. */
  readonly selected: FieldKey | undefined;
  /** The panel that nothing is to be told of. */
  readonly covered: 0 | 1 | undefined;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly onSelect: (field: FieldKey) => void;
  /** Asks for the point (u, v) to be shown. */
  readonly onGo: (at: { u: number; v: number }) => void;
}

/**
 * Writes how far a running check is into what is shown of it already, so that a press on its button is not lost.
 * @returns whether that was all that there was to do
 */
export function updateProgress(view: Element, state: CheckState, language: Language): boolean {
  const bar = view.querySelector('progress');
  if (state.kind !== 'running' || !bar) return false;
  bar.value = state.done;
  const percent = Math.round(state.done * 100);
  bar.previousElementSibling!.textContent = text('checkRunning', language, { percent });
  return true;
}

/** The content of the Check folder. */
export function checkView(options: CheckViewOptions): Node[] {
  const { state, points, language, onRun, onCancel } = options;
  if (points === undefined) return [element('p', { class: 'hint' }, text('checkUnavailable', language))];
  if (state.kind === 'running') {
    const percent = Math.round(state.done * 100);
    const cancel = element(
      'button',
      { type: 'button', class: 'check-cancel' },
      text('checkCancel', language),
    );
    cancel.addEventListener('click', onCancel);
    const bar = element('progress', { max: '1', value: String(state.done) });
    return [element('p', {}, text('checkRunning', language, { percent })), bar, cancel];
  }
  const label = text('checkButton', language, { n: points.toLocaleString(language) });
  const run = element('button', { type: 'button', class: 'check-run' }, label);
  run.addEventListener('click', onRun);
  if (state.kind === 'cancelled') return [run, element('p', {}, text('checkCancelled', language))];
  if (state.kind === 'failed')
    return [run, element('p', { class: 'bad' }, refusalText(state.error, language))];
  if (state.kind === 'idle') return [run];
  const { view, experiment, verdict } = state;
  return [run, ...view({ ...options, experiment, verdict })];
}
