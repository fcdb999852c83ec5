/** The content of the Claims view: a table of sentences with their verdicts, filled in as they are measured. */
import { computed, effect } from '@preact/signals-core';
import './claims-view.css';
import { type Claim, type MeasuredClaim, type MeasuredFigure, VERDICTS } from '../core/claims/claim.ts';
import { CLAIMS } from '../core/claims/index.ts';
import { formatNumber } from '../core/format.ts';
import { SOURCES } from '../core/sources.ts';
import type { ClaimsHost, ClaimsView, Tally } from './claims-host.ts';
import { type ClaimResult, ClaimsRun } from './claims-run.ts';
import { claimsText, verdictName } from './claims-view-texts.ts';
import { element } from './dom.ts';
import type { Language } from './texts.ts';

const DIGITS = 4;

/** @param onTally called with the count of verdicts once all claims are measured, and with undefined until then */
export function claimsView(
  dialog: HTMLDialogElement,
  host: ClaimsHost,
  onTally: (tally: Tally | undefined) => void,
): ClaimsView {
  const run = new ClaimsRun(CLAIMS, host);
  const language = computed(() => host.state.value.language);
  effect(() => onTally(tallyOf(run.results.value)));
  effect(() => {
    const view = new View(run, host, language.value);
    dialog.replaceChildren(...view.nodes);
    const stops = [effect(() => view.showProgress()), effect(() => view.showResults())];
    return () => {
      for (const stop of stops) stop();
    };
  });
  return { start: () => void run.start(), stop: () => run.stop() };
}

/** The view in one language. */
class View {
  readonly nodes: readonly Node[];
  private readonly run: ClaimsRun;
  private readonly language: Language;
  private readonly bar = element('progress', { max: String(CLAIMS.length) });
  private readonly count = element('span');
  private readonly button = element('button', { type: 'button', class: 'measure' });
  private readonly rows: ReadonlyMap<string, Row>;

  constructor(run: ClaimsRun, host: ClaimsHost, language: Language) {
    this.run = run;
    this.language = language;
    this.rows = new Map(
      CLAIMS.map((claim) => [
        claim.id,
        new Row(claim, language, () => {
          host.change({ ...claim.show, claims: false });
          host.onShow();
        }),
      ]),
    );
    this.nodes = [this.header(host), this.table()];
    this.button.addEventListener('click', () => this.press());
  }

  /** How far the measuring is, and the button that ends or continues it. */
  showProgress(): void {
    const done = this.run.results.value.size;
    const all = CLAIMS.length;
    const running = this.run.current.value !== undefined;
    this.bar.value = done;
    this.bar.hidden = !running;
    const tally = tallyOf(this.run.results.value);
    this.count.textContent =
      tally && !running
        ? VERDICTS.map((verdict) => `${tally[verdict]} ${verdictName(verdict, this.language)}`).join(' · ')
        : claimsText('progress', this.language, { done, all });
    this.button.textContent = claimsText(running ? 'cancel' : done < all ? 'goOn' : 'again', this.language);
  }

  showResults(): void {
    const results = this.run.results.value;
    const current = this.run.current.value;
    for (const [id, row] of this.rows) row.show(results.get(id), id === current);
  }

  private press(): void {
    if (this.run.current.peek() !== undefined) this.run.stop();
    else if (this.run.results.peek().size < CLAIMS.length) void this.run.start();
    else this.run.again();
  }

  private header(host: ClaimsHost): HTMLElement {
    const say = (key: Parameters<typeof claimsText>[0]) => claimsText(key, this.language);
    const close = element('button', { type: 'button', class: 'close', 'aria-label': say('close') }, '×');
    close.addEventListener('click', () => host.change({ claims: false }));
    return element(
      'header',
      {},
      element('h2', { id: 'claims-title' }, say('title')),
      element('p', { class: 'intro' }, say(host.hasDevice() ? 'intro' : 'introCpu')),
      element('p', { class: 'progress', role: 'status' }, this.count, this.bar),
      this.button,
      close,
    );
  }

  private table(): HTMLElement {
    const heads = (['claim', 'verdict', 'why', 'figures'] as const).map((key) =>
      element('th', { scope: 'col' }, claimsText(key, this.language)),
    );
    // The column of buttons needs no name.
    const head = element('thead', {}, element('tr', {}, ...heads, element('td')));
    const body = element('tbody', {}, ...[...this.rows.values()].map(({ root }) => root));
    return element('div', { class: 'claims-table', tabindex: '0' }, element('table', {}, head, body));
  }
}

/** One claim. */
class Row {
  readonly root: HTMLElement;
  private readonly language: Language;
  private readonly verdict = element('td', { class: 'verdict' });
  private readonly why = element('td', { class: 'why' });
  private readonly figures = element('td', { class: 'figures' });
  private shown: ClaimResult | 'waiting' | 'measuring' | undefined;

  constructor(claim: Claim, language: Language, onShow: () => void) {
    this.language = language;
    const sentence = claim.claim;
    const show = element(
      'button',
      { type: 'button', 'aria-label': claimsText('showLabel', language, { claim: sentence }) },
      claimsText('show', language),
    );
    show.addEventListener('click', onShow);
    const { name, title, where } = SOURCES[claim.source];
    this.root = element(
      'tr',
      { 'data-claim': claim.id },
      element(
        'th',
        { scope: 'row' },
        sentence,
        element('small', { class: 'source' }, `${name}, `, element('cite', {}, title), `, ${where}`),
      ),
      this.verdict,
      this.why,
      this.figures,
      element('td', { class: 'show' }, show),
    );
  }

  show(result: ClaimResult | undefined, isCurrent: boolean): void {
    const now = result ?? (isCurrent ? 'measuring' : 'waiting');
    if (now === this.shown) return;
    this.shown = now;
    const measured = result?.kind === 'measured' ? result.measured : undefined;
    this.root.dataset.verdict = measured?.verdict ?? (result ? 'failed' : (now as string));
    this.verdict.textContent = measured
      ? verdictName(measured.verdict, this.language)
      : this.placeholder(result, isCurrent);
    this.why.replaceChildren(...(measured ? this.reasons(measured) : []));
    this.figures.replaceChildren(...(measured ? [this.figureTable(measured)] : []));
  }

  private placeholder(result: ClaimResult | undefined, isCurrent: boolean): string {
    if (result?.kind === 'failed') return claimsText('failed', this.language, { message: result.message });
    return claimsText(isCurrent ? 'measuring' : 'waiting', this.language);
  }

  private reasons({ why, agrees }: MeasuredClaim): Node[] {
    const reasons: Node[] = [new Text(why)];
    if (agrees === false)
      reasons.push(element('p', { class: 'bad' }, claimsText('disagrees', this.language)));
    return reasons;
  }

  private figureTable({ figures }: MeasuredClaim): HTMLElement {
    const entries = Object.entries(figures);
    const onGpu = entries.some(([, { webgpu }]) => webgpu !== null);
    const columns = onGpu ? (['f64', 'gpu'] as const) : (['f64'] as const);
    const heads = columns.map((key) => element('th', { scope: 'col' }, claimsText(key, this.language)));
    const rows = entries.map(([name, figure]) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, name),
        ...numbersOf(figure, onGpu).map((number) => element('td', {}, number)),
      ),
    );
    return element('table', {}, element('tr', {}, element('td'), ...heads), ...rows);
  }
}

function numbersOf({ f64, webgpu }: MeasuredFigure, onGpu: boolean): string[] {
  const numbers = [formatNumber(f64, DIGITS)];
  if (onGpu) numbers.push(webgpu === null ? '–' : formatNumber(webgpu, DIGITS));
  return numbers;
}

/** Undefined until all claims are measured. */
function tallyOf(results: ReadonlyMap<string, ClaimResult>): Tally | undefined {
  if (results.size < CLAIMS.length) return undefined;
  const tally = { upheld: 0, refuted: 0, depends: 0 };
  for (const result of results.values()) if (result.kind === 'measured') tally[result.measured.verdict] += 1;
  return tally;
}
