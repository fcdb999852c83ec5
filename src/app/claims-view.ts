/** The content of the Claims view: a table of sentences with their verdicts, filled in as they are measured. */

import { computed, effect, signal, untracked } from '@preact/signals-core';
import { plainView } from './plain-view.ts';
import './claims-view.css';
import {
  type Claim,
  type ClaimView,
  type MeasuredClaim,
  VERDICTS,
  type Verdict,
} from '../core/claims/claim.ts';
import { figureText } from '../core/claims/fill-figures.ts';
import { CLAIMS } from '../core/claims/index.ts';
import { SOURCES, type Source, sourceText } from '../core/sources.ts';
import { claimSentence, claimWhy, figureName } from './claim-texts.ts';
import type { ClaimsHost, ClaimsView, Tally } from './claims-host.ts';
import { type ClaimResult, ClaimsRun } from './claims-run.ts';
import { claimsText, verdictName } from './claims-view-texts.ts';
import { element } from './dom.ts';
import type { Language } from './texts.ts';
import { keptBack, toldLater } from './told-later.ts';

const DIGITS = 4;

/** @param onTally called with the count of verdicts once all claims are measured, and with undefined until then */
export function claimsView(
  dialog: HTMLDialogElement,
  host: ClaimsHost,
  onTally: (tally: Tally | undefined) => void,
): ClaimsView {
  const run = new ClaimsRun(CLAIMS, host);
  const language = computed(() => host.state.value.language);
  effect(() => {
    const results = run.results.value;
    onTally(results.size < CLAIMS.length ? undefined : tallyOf(results));
  });
  const kept = computed(() => keptBack('claims', host, language.value));
  effect(() => {
    if (kept.value !== undefined) {
      const later = toldLater(kept.value, host, language.value, () => dialog.focus());
      dialog.replaceChildren(
        element('div', { class: 'head' }, ...titleAndClose(language.value, host)),
        later,
      );
      return;
    }
    const view = new View(run, host, language.value);
    dialog.replaceChildren(...view.nodes);
    const stops = [effect(() => view.showProgress()), effect(() => view.showResults())];
    return () => {
      for (const stop of stops) stop();
    };
  });
  // What is kept back is not measured either.
  const wanted = signal(false);
  effect(() => {
    if (wanted.value && kept.value === undefined) untracked(() => void run.start());
  });
  // A GPU that comes back measures what it was not there for, unless the user has stopped the measuring.
  effect(() => {
    const isWanted = host.hasDevice.value && wanted.value && kept.value === undefined;
    if (isWanted && run.results.peek().size === CLAIMS.length) untracked(() => void run.start());
  });
  return {
    start() {
      wanted.value = true;
    },
    stop() {
      wanted.value = false;
      run.stop();
    },
  };
}

function titleAndClose(language: Language, host: ClaimsHost): [title: HTMLElement, close: HTMLElement] {
  const label = claimsText('close', language);
  const close = element('button', { type: 'button', class: 'close', 'aria-label': label }, '×');
  close.addEventListener('click', () => host.change({ claims: false }));
  return [element('h2', { id: 'claims-title' }, claimsText('title', language)), close];
}

/** The view in one language. */
class View {
  readonly nodes: readonly Node[];
  private readonly run: ClaimsRun;
  private readonly language: Language;
  private readonly bar = element('progress', { max: String(CLAIMS.length) });
  private readonly count = element('span');
  private readonly noGpu = element('span');
  private readonly button = element('button', { type: 'button', class: 'measure' });
  private readonly rows: ReadonlyMap<string, Row>;
  /** Each shows the claims of its verdict alone, or no longer. */
  private readonly filters: ReadonlyMap<Verdict, HTMLElement>;
  private only: Verdict | undefined;

  constructor(run: ClaimsRun, host: ClaimsHost, language: Language) {
    this.run = run;
    this.language = language;
    this.rows = new Map(
      CLAIMS.map((claim) => [
        claim.id,
        new Row(claim, language, (view) => {
          host.change({ ...plainView(view), claims: false });
          host.onShow();
        }),
      ]),
    );
    this.filters = new Map(VERDICTS.map((verdict) => [verdict, this.filter(verdict)]));
    const say = (key: Parameters<typeof claimsText>[0]) => claimsText(key, language);
    this.noGpu.textContent = say('noGpu');
    this.nodes = [this.header(say, host), this.table(say)];
    this.button.addEventListener('click', () => this.press());
  }

  /** How far the measuring is, and the button that ends or continues it. */
  showProgress(): void {
    const all = CLAIMS.length;
    const done = all - this.run.due.value.length;
    const running = this.run.running.value;
    this.bar.value = done;
    this.bar.hidden = !running;
    this.noGpu.hidden = !this.run.lacksGpu.value;
    this.count.textContent = done < all ? claimsText('progress', this.language, { done, all }) : '';
    this.button.textContent = claimsText(running ? 'cancel' : done < all ? 'goOn' : 'again', this.language);
  }

  showResults(): void {
    const results = this.run.results.value;
    const current = this.run.current.value;
    for (const [id, row] of this.rows) row.show(results.get(id), id === current);
    const tally = tallyOf(results);
    for (const [verdict, button] of this.filters) {
      button.replaceChildren(
        `${verdictName(verdict, this.language)} `,
        element('strong', {}, String(tally[verdict])),
      );
    }
    this.showOnly(this.only);
  }

  private showOnly(only: Verdict | undefined): void {
    this.only = only;
    for (const [verdict, button] of this.filters)
      button.setAttribute('aria-pressed', String(verdict === only));
    for (const { root } of this.rows.values()) {
      root.hidden = only !== undefined && root.dataset.verdict !== only;
    }
  }

  private filter(verdict: Verdict): HTMLElement {
    const button = element('button', { type: 'button', class: 'verdict', 'data-verdict': verdict });
    button.addEventListener('click', () => this.showOnly(this.only === verdict ? undefined : verdict));
    return button;
  }

  private press(): void {
    if (this.run.running.peek()) this.run.stop();
    else if (this.run.due.peek().length > 0) void this.run.start();
    else this.run.again();
  }

  private header(say: Say, host: ClaimsHost): HTMLElement {
    const [title, close] = titleAndClose(this.language, host);
    return element(
      'div',
      { class: 'head' },
      title,
      element(
        'div',
        { class: 'filters', role: 'group', 'aria-label': say('verdict') },
        ...this.filters.values(),
      ),
      element('p', { class: 'progress' }, this.bar, this.count),
      this.button,
      close,
      element('p', { class: 'intro' }, say('intro'), ' ', this.noGpu),
    );
  }

  private table(say: Say): HTMLElement {
    const heads = (['claim', 'verdict', 'why'] as const).map((key) =>
      element('th', { scope: 'col' }, say(key)),
    );
    const figures = element('span', { class: 'figure-row' }, ...figureHeads(this.language));
    // The column of buttons needs no name.
    const row = element('tr', {}, ...heads, element('th', { scope: 'col' }, figures), element('td'));
    const body = element('tbody', {}, ...[...this.rows.values()].map(({ root }) => root));
    // A stop of the keyboard, which scrolls it.
    return element(
      'div',
      { class: 'claims-table', tabindex: '0' },
      element('table', {}, element('thead', {}, row), body),
    );
  }
}

type Say = (key: Parameters<typeof claimsText>[0]) => string;

function figureHeads(language: Language): HTMLElement[] {
  return (['figures', 'f64', 'gpu'] as const).map((key) => element('span', {}, claimsText(key, language)));
}

/** One claim. */
class Row {
  readonly root: HTMLElement;
  private readonly language: Language;
  private readonly verdict = element('td', { class: 'verdict' });
  private readonly why = element('td', { class: 'why' });
  private readonly figures = element('td', { class: 'figures' });
  private shown: ClaimResult | 'waiting' | 'measuring' | undefined;

  /** @param onShow called with what makes the claim visible; there is a button for it where there is something to see */
  constructor(claim: Claim, language: Language, onShow: (view: ClaimView) => void) {
    this.language = language;
    const sentence = claimSentence(claim, language);
    this.root = element(
      'tr',
      { 'data-claim': claim.id },
      element('th', { scope: 'row' }, sentence, sourceView(SOURCES[claim.source], language)),
      this.verdict,
      this.why,
      this.figures,
      element(
        'td',
        { class: 'show' },
        ...(claim.show ? [this.showButton(sentence, claim.show, onShow)] : []),
      ),
    );
  }

  private showButton(claim: string, view: ClaimView, onShow: (view: ClaimView) => void): HTMLElement {
    const button = element(
      'button',
      { type: 'button', 'aria-label': claimsText('showLabel', this.language, { claim }) },
      claimsText('show', this.language),
    );
    button.addEventListener('click', () => onShow(view));
    return button;
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

  private reasons(measured: MeasuredClaim): Node[] {
    const reasons: Node[] = [new Text(claimWhy(measured, this.language))];
    if (measured.agrees === false)
      reasons.push(element('p', { class: 'bad' }, claimsText('disagrees', this.language)));
    return reasons;
  }

  /** The columns are named at the head of the view, and in each table for those who do not see it. */
  private figureTable({ figures }: MeasuredClaim): HTMLElement {
    const heads = (['figures', 'f64', 'gpu'] as const).map((key) =>
      element('th', { scope: 'col' }, claimsText(key, this.language)),
    );
    const rows = Object.entries(figures).map(([name, { f64, webgpu }]) =>
      element(
        'tr',
        { class: 'figure-row' },
        element('th', { scope: 'row' }, figureName(name, this.language)),
        element('td', {}, figureText(f64, DIGITS)),
        element('td', {}, webgpu === null ? '–' : figureText(webgpu, DIGITS)),
      ),
    );
    return element('table', {}, element('tr', { class: 'figure-row unseen' }, ...heads), ...rows);
  }
}

/** Name, title and place of a source; a place that has an address leads there. */
function sourceView({ name, title, where }: Source, language: Language): HTMLElement {
  const [cited, place] = [sourceText(title, language), sourceText(where, language)];
  const address = addressOf(place);
  const comma = language === 'zh' ? '，' : ', ';
  return element(
    'small',
    { class: 'source' },
    name + comma,
    element('cite', { lang: /\p{Script=Han}/u.test(cited) ? 'zh' : 'en' }, cited),
    comma,
    address ? element('a', { href: address, target: '_blank', rel: 'noopener' }, place) : place,
  );
}

function addressOf(where: string): string | undefined {
  const [, doi] = /\bdoi (\S+)/.exec(where) ?? [];
  return doi && `https://doi.org/${doi}`;
}

function tallyOf(results: ReadonlyMap<string, ClaimResult>): Tally {
  const tally = { upheld: 0, refuted: 0, depends: 0 };
  for (const result of results.values()) if (result.kind === 'measured') tally[result.measured.verdict] += 1;
  return tally;
}
