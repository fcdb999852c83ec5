/**
 * `npm run pictures`: takes the pictures of the documents anew from the built page, each from the link that shows it.
 * Option, after `--`: `--only TEXT` for the pictures whose names have it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer';
import { startChrome, webGpuKinds } from '../../src/cli/chrome.ts';
import { PageServer } from '../../src/cli/page-server.ts';
import { PAGE_FOLDER } from '../../src/cli/places.ts';
import { sleep } from './driven-page.ts';

interface Picture {
  /** In docs/. */
  readonly file: string;
  /** CSS px. */
  readonly size: readonly [width: number, height: number];
  readonly theme: 'dark' | 'light';
  /** The link's, without '#'. */
  readonly fragment: string;
}

const HOPELESS = 'starts=-7,2:-3,8&rate=2&tab=descent';

const PICTURES: readonly Picture[] = [
  { file: 'screenshot.png', size: [1440, 900], theme: 'dark', fragment: HOPELESS },
  {
    file: 'surfaces.png',
    size: [1280, 720],
    theme: 'dark',
    fragment: `${HOPELESS}&view=both&quantity=steps&grid=128x128`,
  },
  { file: 'streamlines.png', size: [1280, 720], theme: 'light', fragment: 'streams=1&arrows=0&tab=slices' },
  {
    file: 'steps.png',
    size: [1280, 720],
    theme: 'dark',
    fragment: 'quantity=steps&arrows=0&starts=-7,6:-5,-1:-1,2&racescale=log&tab=descent',
  },
  { file: 'curvature.png', size: [1280, 720], theme: 'light', fragment: 'quantity=lambda_min&tab=slices' },
];

/** Between two looks at the page, and how often at most: what drifts is never the same. */
const LOOK_MS = 2000;
const MOST_LOOKS = 30;

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const server = await PageServer.start(PAGE_FOLDER);
const browser = await startChrome(webGpuKinds()[0]!);
try {
  for (const picture of PICTURES.filter(({ file }) => file.includes(options.only))) {
    const page = await browser.newPage();
    const [width, height] = picture.size;
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: picture.theme }]);
    // Nobody's first visit: no hint stands over the picture.
    await page.evaluateOnNewDocument(() => localStorage.setItem('logitscape.visited', '1'));
    await page.goto(`${server.url}#version=1&${picture.fragment}`, { waitUntil: 'load' });
    await page.evaluate(() => window.logitscape.ready);
    const path = join(PAGE_FOLDER, '../docs', picture.file);
    writeFileSync(path, await atRest(page, picture.fragment.includes('streams') ? 3 : MOST_LOOKS));
    console.error(path);
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}

/** The page once two looks at it are alike, or after the last one. */
async function atRest(page: Page, looks: number): Promise<Uint8Array> {
  let last: Uint8Array = new Uint8Array();
  for (let look = 0; look < looks; look++) {
    await sleep(LOOK_MS);
    const seen = await page.screenshot();
    if (Buffer.compare(last, seen) === 0) return seen;
    last = seen;
  }
  return last;
}
