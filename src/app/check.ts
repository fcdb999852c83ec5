/** The check: the whole GPU grid against f64, with progress, cancel and a verdict for every field. */
import { signal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import { type FieldKey, parseFieldKey } from '../core/fields.ts';
import { formatNumber } from '../core/format.ts';
import type { Backends, FieldVerdict, Verdict } from './backends.ts';
import { element } from './dom.ts';
import { axisNames, formatPoint, lossName } from './names.ts';
import { type Language, text } from './texts.ts';

export type CheckState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly experiment: Experiment; readonly verdict: Verdict };

export class Check {
  readonly state = signal<CheckState>({ kind: 'idle' });
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
      const verdict = await this.backends.verify(experiment, {
        signal: abort.signal,
        onProgress: (done) => {
          if (this.abort === abort) this.state.value = { kind: 'running', done };
        },
      });
      if (this.abort === abort) this.state.value = { kind: 'done', experiment, verdict };
    } catch (error) {
      if (this.abort !== abort) return;
      const message = error instanceof Error ? error.message : String(error);
      this.state.value = abort.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', message };
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
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

/** The content of the Check folder. */
export function checkView({ state, points, language, onRun, onCancel }: CheckViewOptions): Node[] {
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
  if (state.kind === 'failed') return [run, element('p', { class: 'bad' }, state.message)];
  if (state.kind === 'idle') return [run];
  return [run, ...verdictView(state.experiment, state.verdict, language)];
}

function verdictView(experiment: Experiment, verdict: Verdict, language: Language): Node[] {
  const summary = text(verdict.ok ? 'checkHolds' : 'checkFails', language);
  const head = [text('checkField', language), text('checkWorst', language), text('checkAt', language)];
  const table = element(
    'table',
    {},
    element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name))),
  );
  for (const [panel, loss] of experiment.losses.entries()) {
    const name = lossName(loss, experiment, language);
    const heading = element('th', { scope: 'colgroup', colspan: '3', 'data-panel': String(panel) }, name);
    table.append(element('tr', {}, heading));
    for (const [key, field] of Object.entries(verdict.fields)) {
      if (parseFieldKey(key as FieldKey).loss !== loss) continue;
      table.append(fieldRow(experiment, key as FieldKey, field, language));
    }
  }
  return [element('p', { class: verdict.ok ? 'good' : 'bad' }, summary), table];
}

function fieldRow(
  experiment: Experiment,
  key: FieldKey,
  verdict: FieldVerdict,
  language: Language,
): HTMLElement {
  const { field } = parseFieldKey(key);
  const names = axisNames(experiment);
  const symbol = { value: 'L', du: `∂L/∂${names.u}`, dv: `∂L/∂${names.v}` }[field as 'value' | 'du' | 'dv'];
  const worst = text('checkOf', language, {
    worst: formatNumber(verdict.maxError, 2),
    tolerance: verdict.tolerance,
  });
  const at = formatPoint(experiment.window, verdict.at).join(', ');
  const faults = [
    verdict.falseZeros > 0 ? text('checkFalseZeros', language, { n: verdict.falseZeros }) : '',
    verdict.wrongSigns > 0 ? text('checkWrongSigns', language, { n: verdict.wrongSigns }) : '',
    verdict.undefinedMismatches > 0
      ? text('checkUndefined', language, { n: verdict.undefinedMismatches })
      : '',
  ].filter((fault) => fault !== '');
  const name = element('th', { scope: 'row' }, symbol);
  const result = element('td', { class: verdict.ok ? 'good' : 'bad' }, [worst, ...faults].join(' · '));
  return element('tr', {}, name, result, element('td', {}, at));
}
