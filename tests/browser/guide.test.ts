/** The scripts of the guide do on the page what the guide says, as they are written. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { codeBlocks } from '../harness/code-blocks.ts';
import { App, SMALL_GRID } from './support/app.ts';

const SCRIPTS = codeBlocks(readFileSync('docs/guide.md', 'utf8'), 'js');
let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

async function openPage(): Promise<App> {
  return App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
}

/** What `result`, an expression of the script's variables, is at the script's end. */
function run({ page }: App, script: string, result: string): Promise<unknown> {
  return page.evaluate(`(async () => { ${script}\nreturn ${result}; })()`);
}

test('numbers, verdicts, steps and a picture', async () => {
  const app = await openPage();
  const result = `{
    keys: Object.keys(fields),
    counts: Object.values(fields).map(({ length }) => length),
    ok,
    verdicts: Object.values(verdicts).map((one) => one.ok),
    steps: steps.map(({ length }) => length),
    png: [...new Uint8Array(png).slice(0, 24)],
  }`;
  const answer = (await run(app, SCRIPTS[0]!, result)) as Record<string, unknown> & { png: number[] };
  const names = ['value', 'du', 'dv'];
  expect(answer).toMatchObject({
    keys: ['cross-entropy', 'mse'].flatMap((loss) => names.map((name) => `${loss}.${name}`)),
    counts: Array(6).fill(64 * 64),
    ok: true,
    steps: [64 * 64, 64 * 64],
  });
  expect(answer.verdicts).not.toContain(false);
  const header = Buffer.from(answer.png);
  expect(header.toString('latin1', 1, 4)).toBe('PNG');
  expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([1600, 800]);
  expect(await app.state()).toMatchObject({ params: { target: 2 }, scale: 'linear' });
});

test.each(SCRIPTS.slice(1))('script %#: an experiment of one’s own is shown', async (script) => {
  const app = await openPage();
  await run(app, script, 'undefined');
  const { preset, experiment } = await app.state();
  expect(preset).toBeNull();
  expect(experiment).toMatchObject({ link: 'sigmoid', resolution: [256, 256] });
});
