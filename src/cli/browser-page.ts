/** The built page in a headless Chrome, asked through `window.logitscape` and nothing more private. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, JSHandle, Page } from 'puppeteer';
import type { Experiment } from '../core/experiment.ts';
import { NoWebGpuError } from '../core/no-webgpu-error.ts';
import { startChrome, type WebGpuKind, webGpuKinds } from './chrome.ts';
import { UsageError, WorkError } from './exit.ts';
import { PageServer } from './page-server.ts';
import { PAGE_FOLDER } from './places.ts';
import type { Run } from './run.ts';

/** What a question to the page comes back with: errors keep their names, which tell them apart. */
export type Answer<T> =
  | { readonly value: T }
  | { readonly error: { readonly name: string; readonly message: string } };

/** A question runs in the page: of this program it knows nothing but its arguments. */
type Question<T, Asked> = (experiment: Experiment, asked: Asked) => Promise<Answer<T>>;

declare global {
  interface Window {
    /** Tells the command line which share of a question is done, 0 to 1. */
    logitscapeProgress(done: number): Promise<void>;
  }
}

/** The least that a page can draw, for questions that do not care what it shows: it is ready sooner. */
export const UNSEEN = 'version=1&grid=2x2&heatmap=0&arrows=0';

/** How long a browser may take to close before it is killed. */
const CLOSE_LIMIT_MS = 3000;

export class BrowserPage {
  /** What the page was loaded from; carries its bulk data. */
  readonly server: PageServer;
  private readonly page: Page;
  private readonly experiment: JSHandle<Experiment>;
  private readonly closeBrowser: () => Promise<void>;
  private onProgress: (done: number) => void = () => undefined;

  /**
   * Starts a Chrome, with WebGPU if the machine has any, and opens the page in it. All of it ends with the run.
   * @param experiment what the questions will be about
   * @param state what the page itself shows, as its address says it; without it, what every visitor sees
   * @throws NoWebGpuError if no Chrome can be started
   */
  static async open(experiment: Experiment, run: Run, state = ''): Promise<BrowserPage> {
    const server = await PageServer.start(PAGE_FOLDER);
    run.atEnd(() => server.close());
    // As a download, not as an argument: an experiment may have 64 MiB.
    const address = server.offer('experiment.json', JSON.stringify(experiment));
    try {
      const { page, close } = await openPage(`${server.url}#${state}`, run);
      const handle = await page.evaluateHandle(async (from) => {
        await window.logitscape.ready;
        return (await (await fetch(from)).json()) as Experiment;
      }, address);
      const opened = new BrowserPage(server, page, handle, close);
      await page.exposeFunction('logitscapeProgress', (done: number) => opened.onProgress(done));
      return opened;
    } catch (error) {
      // An interrupt closes the browser: what fails then says nothing about WebGPU.
      run.signal.throwIfAborted();
      throw new NoWebGpuError(
        `no browser to run WebGPU in: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  private constructor(
    server: PageServer,
    page: Page,
    experiment: JSHandle<Experiment>,
    closeBrowser: () => Promise<void>,
  ) {
    this.server = server;
    this.page = page;
    this.experiment = experiment;
    this.closeBrowser = closeBrowser;
  }

  /** Ends the browser before the run does. */
  async close(): Promise<void> {
    await this.closeBrowser();
    this.server.close();
  }

  /**
   * Asks the page a question about the experiment; one at a time where there is `onProgress`.
   * @throws NoWebGpuError or UsageError if the page refuses, WorkError for any other failure
   */
  async ask<T, Asked>(
    question: Question<T, Asked>,
    asked: Asked,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<T> {
    this.onProgress = onProgress;
    const inPage = question as (experiment: Experiment, asked: unknown) => Promise<Answer<T>>;
    const answer = await this.page.evaluate(inPage, this.experiment, asked).catch((error: Error) => {
      throw new WorkError(`the browser failed: ${error.message}`);
    });
    if ('value' in answer) return answer.value;
    const { name, message } = answer.error;
    if (name === 'NoWebGpuError') throw new NoWebGpuError(message);
    throw name === 'ExperimentError' ? new UsageError(message) : new WorkError(message);
  }
}

/** A browser, and what ends it and removes its profile. */
interface Launched {
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** The page, in the first Chrome that has an adapter; in the last one, where none has. */
async function openPage(
  url: string,
  run: Run,
): Promise<{ readonly page: Page; readonly close: Launched['close'] }> {
  const kinds = webGpuKinds();
  for (const kind of kinds) {
    const { browser, close } = await launch(kind, run);
    const page = await browser.newPage();
    await page.goto(url, { waitUntil: 'load', timeout: 0 });
    if (kind === kinds.at(-1) || (await hasAdapter(page))) return { page, close };
    await close();
  }
  throw new Error('there is always a kind of WebGPU to try');
}

async function launch(kind: WebGpuKind, run: Run): Promise<Launched> {
  run.signal.throwIfAborted();
  const profile = await mkdtemp(join(tmpdir(), 'logitscape-chrome-'));
  const launching = startChrome(kind, profile);
  const end = async () => {
    await launching.then(closeBrowser, () => undefined);
    // Chrome's last processes may still be writing into it.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  // Before it has started: an interrupt may come meanwhile.
  const forget = run.atEnd(end);
  const close = async () => {
    forget();
    await end();
  };
  return { browser: await launching, close };
}

async function closeBrowser(browser: Browser): Promise<void> {
  const timer = setTimeout(() => browser.process()?.kill('SIGKILL'), CLOSE_LIMIT_MS);
  await browser.close().finally(() => clearTimeout(timer));
}

function hasAdapter(page: Page): Promise<boolean> {
  return page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
}
