/** The built page in a headless Chrome of its own, with counters put into it before any of its own scripts. */
import type { Browser, CDPSession, Page } from 'puppeteer';
import { startChrome, type WebGpuKind, webGpuKinds } from '../../src/cli/chrome.ts';
import { PageServer } from '../../src/cli/page-server.ts';
import { PAGE_FOLDER } from '../../src/cli/places.ts';
import { installCounters } from './counters.ts';

export interface DrivenPage {
  readonly browser: Browser;
  readonly page: Page;
  readonly session: CDPSession;
  /** The browser's own. */
  readonly system: CDPSession;
  /** What the page says of its device. */
  readonly status: string;
  readonly close: () => Promise<void>;
}

/**
 * Opens the page and waits for its first picture.
 * @param fragment without '#'
 * @param kind without it, the machine's GPU, or Chrome's software one where it has none
 * @throws if no Chrome with WebGPU starts
 */
export async function openDrivenPage(
  fragment: string,
  kind: WebGpuKind = webGpuKinds()[0]!,
): Promise<DrivenPage> {
  const server = await PageServer.start(PAGE_FOLDER);
  const browser = await startChrome(kind);
  const close = async () => {
    await browser.close();
    server.close();
  };
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    await page.evaluateOnNewDocument(installCounters);
    const session = await page.createCDPSession();
    const system = await browser.target().createCDPSession();
    await page.goto(`${server.url}#${fragment}`, { waitUntil: 'load' });
    await page.evaluate(() => window.logitscape.ready);
    // What answers wheel and drag is loaded after the first picture.
    while (!(await page.$eval('.box', (box) => '__zoom' in box))) await sleep(50);
    const status = await page.$eval('#status', (node) => node.textContent ?? '');
    return { browser, page, session, system, status, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Seconds of processor time that Chrome's processes have taken so far. */
interface ProcessorTime {
  readonly page: number;
  readonly gpu: number;
  readonly others: number;
}

export async function processorTime({ system }: DrivenPage): Promise<ProcessorTime> {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const sum = (isOne: (type: string) => boolean) =>
    processInfo.filter(({ type }) => isOne(type)).reduce((seconds, { cpuTime }) => seconds + cpuTime, 0);
  return {
    page: sum((type) => type === 'renderer'),
    gpu: sum((type) => type === 'GPU'),
    others: sum((type) => type !== 'renderer' && type !== 'GPU'),
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
