/** The built page in a real Chrome, as the tests of this folder use it. */
import type { Browser, Page } from 'puppeteer';
import { expect, inject } from 'vitest';
import type { PageApi } from '../../../src/app/api.ts';
import { type OpenedPage, openPage, type PageOptions } from '../../harness/page.ts';
import { PATIENCE_MS, waitFor } from '../../harness/wait-for.ts';

export type AppState = PageApi['state'];
export type Panel = 0 | 1;

export interface AppOptions extends PageOptions {
  /** Without '#'. */
  readonly fragment?: string;
  /** Whether the browser has never been here; others have, and are told nothing. */
  readonly firstVisit?: boolean;
  /** Whether the test itself waits for the first picture. */
  readonly waits?: boolean;
  /** Runs in the page before any script of its own. */
  readonly before?: () => void;
}

/** What a figure says in words. */
export interface FigureText {
  readonly title: string;
  readonly formula: string;
  readonly range: string;
  readonly label: string;
}

/** `expect` of what `read` gives sooner or later. */
export function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: PATIENCE_MS, interval: 50 });
}

/** Entries of a fragment that keep pictures quick to compute on a software GPU. */
export const SMALL_GRID = 'grid=64x64';

/** Runs in the page: it has been opened before. */
function visitBefore(): void {
  // about:blank has no storage.
  if (location.protocol.startsWith('http')) localStorage.setItem('logitscape.visited', '1');
}

export class App {
  readonly page: Page;
  private readonly opened: OpenedPage;

  /** Opens the page and waits until its first picture stands. */
  static async open(
    browser: Browser,
    { fragment, firstVisit, waits, before, ...options }: AppOptions = {},
  ): Promise<App> {
    const opened = await openPage(browser, 'about:blank', options);
    if (!firstVisit) await opened.page.evaluateOnNewDocument(visitBefore);
    if (before) await opened.page.evaluateOnNewDocument(before);
    const app = new App(opened);
    await app.load(fragment ?? '');
    if (!waits) await app.ready();
    return app;
  }

  private constructor(opened: OpenedPage) {
    this.opened = opened;
    this.page = opened.page;
  }

  /** Opens the page anew at this address, as pasting the link into a new tab does. */
  async visit(fragment: string): Promise<void> {
    await this.load(fragment);
    await this.ready();
  }

  private async load(fragment: string): Promise<void> {
    // From the same document a new fragment alone would load nothing.
    await this.page.goto('about:blank');
    await this.page.goto(inject('pageUrl') + (fragment && `#${fragment}`), { waitUntil: 'load' });
  }

  /** Resolves when the picture stands, and what pointer and keys do to the plots is there, which is loaded after it. */
  async ready(): Promise<void> {
    await this.page.evaluate(() => window.logitscape.ready);
    await waitFor(this.page, () => '__zoom' in document.querySelector('.box')!, []);
  }

  state(): Promise<AppState> {
    return this.page.evaluate(() => window.logitscape.state);
  }

  /** Resolves when it is drawn. */
  async set(partial: unknown): Promise<void> {
    await this.page.evaluate((given) => window.logitscape.set(given), partial);
  }

  /** The message that `set` rejects with. */
  refusal(partial: unknown): Promise<string> {
    return this.page.evaluate(
      (given) =>
        window.logitscape.set(given).then(
          () => 'it was applied',
          (error: Error) => `${error.name}: ${error.message}`,
        ),
      partial,
    );
  }

  /** Resolves when the plots show the state as it is now, and Chrome has had two frames to put them on screen. */
  async settled(): Promise<void> {
    await this.set({});
    await this.frames();
  }

  async frames(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
        }),
    );
  }

  fragment(): Promise<string> {
    return this.page.evaluate(() => location.hash.slice(1));
  }

  /** Waits until the address is this one: it is written a moment after the state has changed. */
  async fragmentIs(fragment: string): Promise<void> {
    await waitFor(this.page, (wanted) => location.hash.slice(1) === wanted, [fragment]);
  }

  /** Waits until the address has this entry, such as `p.target=1`. */
  async fragmentHas(entry: string): Promise<void> {
    await waitFor(this.page, (wanted) => location.hash.slice(1).split('&').includes(wanted), [entry]);
  }

  /** Puts a fragment into the open page's address, as a person does in the address bar. */
  async paste(fragment: string): Promise<void> {
    await this.page.evaluate((text) => {
      location.hash = text;
    }, fragment);
  }

  figure(panel: Panel): Promise<FigureText> {
    return this.page.evaluate((n) => {
      const figure = document.querySelector(`.figure[data-panel="${n}"]`)!;
      const text = (selector: string) => figure.querySelector(selector)!.textContent ?? '';
      return {
        title: text('h2'),
        formula: text('.formula'),
        range: text('.range'),
        label: figure.querySelector('.box')!.getAttribute('aria-label') ?? '',
      };
    }, panel);
  }

  async figures(): Promise<[FigureText, FigureText]> {
    return [await this.figure(0), await this.figure(1)];
  }

  /** Text of an element; empty where there is none. */
  text(selector: string): Promise<string> {
    return this.page.evaluate((path) => document.querySelector(path)?.textContent ?? '', selector);
  }

  texts(selector: string): Promise<string[]> {
    return this.page.evaluate(
      (path) => [...document.querySelectorAll(path)].map((node) => node.textContent ?? ''),
      selector,
    );
  }

  /** The message above the figures on this subject; empty where there is none. */
  notice(subject: 'backend' | 'input' | 'grid' | 'failure' | 'link' | 'load'): Promise<string> {
    return this.text(`.notice[data-subject="${subject}"] p`);
  }

  /**
   * The page did nothing that a good page never does; WebGPU reports its own errors as warnings.
   * @param known warnings that are Chrome's own way of saying what the test is about
   */
  expectNoProblems(known: readonly string[] = []): void {
    expect(this.opened.problems).toEqual([]);
    expect(this.opened.warnings.filter((text) => !known.includes(text))).toEqual([]);
  }
}
