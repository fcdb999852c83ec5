/** A software GPU takes far longer for a batch than the f64 evaluator does: the page takes the quicker one, and says so. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { fileOf, mixedSamples } from '../unit/support/experiments.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
});

const backend = () => app.page.$eval('#status .backend', (element) => element.textContent);

async function show(classes: number, samples: number): Promise<void> {
  await app.set({ experiment: fileOf('softmax', mixedSamples(classes, samples, 1)), grid: [64, 64] });
}

describe('on a software GPU', () => {
  test('a batch of many samples and classes is in f64, and the status line says why', async () => {
    await show(10, 2000);
    await eventually(backend).toBe('f64 on the CPU: faster here than the software GPU for this batch');
    expect(await app.page.$('.notice[data-subject="failure"]')).toBe(null);
    await app.set({ language: 'zh' });
    await eventually(backend).toBe('CPU · f64：对于这批样本，比软件 GPU 更快');
    await app.set({ language: 'en' });
  });

  test('three samples are on WebGPU, before and after', async () => {
    await show(3, 3);
    await eventually(backend).toMatch(/^WebGPU · SwiftShader/);
    await show(10, 2000);
    await show(10, 3);
    await eventually(backend).toMatch(/^WebGPU · SwiftShader/);
  });
});
