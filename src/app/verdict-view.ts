/** A check's result: a table of all fields, and where the errors of the chosen one are. */
import type { Experiment } from '../core/experiment.ts';
import { type FieldKey, parseFieldKey } from '../core/fields.ts';
import { formatNumber } from '../core/format.ts';
import type { Theme } from '../render/theme.ts';
import type { FieldVerdict, Verdict } from './backends.ts';
import { element, formulaNodes } from './dom.ts';
import { errorView } from './error-view.ts';
import { axisNames, fieldSymbol, formatPoint, lossName } from './names.ts';
import { type Language, text } from './texts.ts';

export interface VerdictViewOptions {
  readonly experiment: Experiment;
  readonly verdict: Verdict;
  readonly language: Language;
  readonly theme: Theme;
  /** The field whose errors are shown; undefined: the one nearest to its tolerance. */
  readonly selected: FieldKey | undefined;
  /** The panel that nothing is to be told of. */
  readonly covered: 0 | 1 | undefined;
  readonly onSelect: (field: FieldKey) => void;
  readonly onGo: (at: { u: number; v: number }) => void;
}

export function verdictView(options: VerdictViewOptions): Node[] {
  const { experiment, verdict, language } = options;
  const errors = element('div');
  const rows = new Map<FieldKey, HTMLElement>();
  const select = (key: FieldKey) => {
    for (const [other, row] of rows) {
      row.classList.toggle('selected', other === key);
      fieldButton(row).setAttribute('aria-pressed', String(other === key));
    }
    const map = verdict.errors?.[key];
    errors.replaceChildren(...(map ? [errorView({ ...options, field: key, map })] : []));
  };
  const head = [text('checkField', language), text('checkWorst', language), text('checkAt', language)];
  const table = element(
    'table',
    { class: 'fields' },
    element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name))),
  );
  for (const [panel, loss] of experiment.losses.entries()) {
    const name = lossName(loss, experiment, language);
    const heading = element('th', { scope: 'colgroup', colspan: '3', 'data-panel': String(panel) }, name);
    table.append(element('tr', {}, heading));
    if (panel === options.covered) continue;
    for (const [key, field] of Object.entries(verdict.fields) as [FieldKey, FieldVerdict][]) {
      if (parseFieldKey(key).loss !== loss) continue;
      const row = fieldRow(experiment, key, field, language);
      fieldButton(row).addEventListener('click', () => {
        options.onSelect(key);
        select(key);
      });
      rows.set(key, row);
      table.append(row);
    }
  }
  table.addEventListener('keydown', (event) => moveAmong([...rows.values()].map(fieldButton), event));
  const { selected } = options;
  const first = selected && rows.has(selected) ? selected : nearestToTolerance(verdict, rows);
  if (first) select(first);
  const summary = text(verdict.ok ? 'checkHolds' : 'checkFails', language);
  return [
    element('p', { class: verdict.ok ? 'good' : 'bad' }, summary),
    table,
    ...skippedView(options),
    errors,
  ];
}

/** Of the fields with a row, the failed one that is furthest beyond its tolerance, or else the one nearest to it. */
function nearestToTolerance(
  { fields }: Verdict,
  rows: ReadonlyMap<FieldKey, HTMLElement>,
): FieldKey | undefined {
  const rank = ({ ok, maxError, tolerance }: FieldVerdict) => (ok ? 0 : 1e9) + maxError / tolerance;
  const ranked = Object.entries(fields)
    .filter(([key]) => rows.has(key as FieldKey))
    .sort(([, a], [, b]) => rank(b) - rank(a));
  return ranked[0]?.[0] as FieldKey | undefined;
}

/** Arrow keys choose the field above or below, as in a list. */
function moveAmong(buttons: readonly HTMLElement[], event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const at = buttons.indexOf(event.target as HTMLElement);
  const next = step && at >= 0 ? buttons[at + step] : undefined;
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function fieldButton(row: HTMLElement): HTMLElement {
  return row.querySelector('button')!;
}

function fieldRow(
  experiment: Experiment,
  key: FieldKey,
  verdict: FieldVerdict,
  language: Language,
): HTMLElement {
  const symbol = fieldSymbol(parseFieldKey(key).field, axisNames(experiment));
  const worst = verdict.at
    ? text('checkOf', language, { worst: formatNumber(verdict.maxError, 2), tolerance: verdict.tolerance })
    : text('checkNothing', language);
  const at = verdict.at ? formatPoint(experiment.window, verdict.at).join(', ') : '';
  const faults = [
    verdict.falseZeros > 0 ? text('checkFalseZeros', language, { n: verdict.falseZeros }) : '',
    verdict.wrongSigns > 0 ? text('checkWrongSigns', language, { n: verdict.wrongSigns }) : '',
    verdict.undefinedMismatches > 0
      ? text('checkUndefined', language, { n: verdict.undefinedMismatches })
      : '',
  ].filter((fault) => fault !== '');
  const button = element('button', { type: 'button', 'aria-pressed': 'false' }, ...formulaNodes(symbol));
  const name = element('th', { scope: 'row' }, button);
  const quality = verdict.at ? (verdict.ok ? 'good' : 'bad') : 'hint';
  const result = element('td', { class: quality }, [worst, ...faults].join(' · '));
  return element('tr', { 'data-field': key }, name, result, element('td', {}, at));
}

function skippedView({ experiment, verdict, language }: VerdictViewOptions): Node[] {
  if (verdict.skipped.length === 0) return [];
  const names = verdict.skipped.map((key) => {
    const { loss, field } = parseFieldKey(key);
    const symbol = fieldSymbol(field, axisNames(experiment)).map((part) => part.text);
    return `${lossName(loss, experiment, language)} ${symbol.join(' ')}`;
  });
  return [element('p', { class: 'hint' }, text('checkSkipped', language, { fields: names.join(', ') }))];
}
