import type { Browser, Page } from 'puppeteer';
import { PATIENCE_MS } from './wait-for.ts';

export interface PageOptions {
  width?: number;
  height?: number;
  deviceScaleFactor?: number;
  colorScheme?: 'dark' | 'light';
  /** What the browser asks for, such as `zh-CN`. */
  language?: string;
}

/** Something that a good page never does. */
interface Problem {
  kind: 'console error' | 'page error' | 'failed request' | 'policy violation';
  text: string;
}

export interface OpenedPage {
  page: Page;
  /** Grows while the page lives; `expect(problems).toEqual([])` says that all went well, or what did not. */
  problems: Problem[];
  /** Console warnings: WebGPU reports its validation errors so. */
  warnings: string[];
}

/** Opens a page as a fresh visitor would (no storage shared with other pages) and records what goes wrong on it. */
export async function openPage(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<OpenedPage> {
  const {
    width = 1280,
    height = 720,
    deviceScaleFactor = 1,
    colorScheme = 'dark',
    language = 'en-US',
  } = options;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const recorded = await record(page);
  await page.setViewport({ width, height, deviceScaleFactor });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: colorScheme }]);
  await setLanguage(page, language);
  await page.goto(url, { waitUntil: 'load' });
  return { page, ...recorded };
}

async function record(page: Page): Promise<Omit<OpenedPage, 'page'>> {
  const problems: Problem[] = [];
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push({ kind: 'console error', text: message.text() });
    if (message.type() === 'warn') warnings.push(message.text());
  });
  page.on('pageerror', (error) => {
    problems.push({
      kind: 'page error',
      text: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The page itself, or a reload, gave this one up.
    if (reason === 'net::ERR_ABORTED') return;
    problems.push({ kind: 'failed request', text: `${request.url()}: ${reason}` });
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      problems.push({ kind: 'failed request', text: `${response.url()}: ${response.status()}` });
    }
  });
  // Audits know every violation of the Content-Security-Policy; the console tells only some.
  const session = await page.createCDPSession();
  session.on('Audits.issueAdded', ({ issue }) => {
    const violation = issue.details.contentSecurityPolicyIssueDetails;
    if (!violation) return;
    const { violatedDirective, blockedURL, sourceCodeLocation } = violation;
    const what = blockedURL ?? sourceCodeLocation?.url ?? 'inline';
    problems.push({ kind: 'policy violation', text: `${violatedDirective}: ${what}` });
  });
  await session.send('Audits.enable');
  return { problems, warnings };
}

/** Makes the page's language, and that of its requests and of `Intl`, the given one. */
async function setLanguage(page: Page, language: string): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Emulation.setUserAgentOverride', {
    userAgent: await page.browser().userAgent(),
    acceptLanguage: language,
  });
  await session.send('Emulation.setLocaleOverride', { locale: language });
}
