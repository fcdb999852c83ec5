/** The check can fail: a page whose shaders are a little wrong is told so. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ISOLATION } from '../../scripts/isolation.mjs';
import { FIELD_IDS, type FieldId, type FieldKey, fieldKey } from '../../src/core/fields.ts';
import { launchChrome } from '../harness/chrome.ts';
import { PATIENCE_MS } from '../harness/wait-for.ts';
import { type ExperimentFile, oneLogit, threeClass } from '../unit/support/experiments.ts';
import type { LogitscapeWindow, Verdict } from '../unit/support/logitscape-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

/** The verdict of a page in whose scripts `good` is written as `bad`, and how often that was. */
async function verdictWith(good: string, bad: string, file: ExperimentFile, fields: readonly FieldKey[]) {
  const page = await browser.newPage();
  let replaced = 0;
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    if (request.resourceType() !== 'script') return request.continue();
    const text = await (await fetch(request.url())).text();
    replaced += text.split(good).length - 1;
    // As the page's server does: a page that is isolated starts no worker without.
    return request.respond({
      headers: ISOLATION,
      contentType: 'text/javascript',
      body: text.replaceAll(good, bad),
    });
  });
  await page.goto(inject('pageUrl'), { waitUntil: 'load', timeout: PATIENCE_MS });
  const verdict: Verdict = await page.evaluate(
    async (experiment, keys) => {
      const { logitscape } = window as unknown as LogitscapeWindow;
      await logitscape.ready;
      return logitscape.verify(experiment, { fields: keys });
    },
    file,
    fields,
  );
  await page.close();
  return { verdict, replaced };
}

const OUTPUTS = oneLogit('identity', 0.5, { window: { u: [-0.5, 1.5], v: [0, 1] }, resolution: [65, 3] });
const CLASSES = threeClass(0, 0.5, { resolution: [65, 65] });

interface Flaw {
  readonly what: string;
  readonly shader: string;
  readonly good: string;
  readonly bad: string;
  readonly file: ExperimentFile;
  readonly outside: FieldId;
}

const FLAWS: readonly Flaw[] = [
  {
    what: 'a logarithm that is right to four digits',
    shader: 'numerics',
    good: 'LN2_HIGH = 6.9313812256e-1f',
    bad: 'LN2_HIGH = 6.9316e-1f',
    file: CLASSES,
    outside: 'value',
  },
  {
    what: 'a slope with the wrong sign',
    shader: 'odds',
    good: '(at.first * slopes.first + at.second * slopes.second)',
    bad: '(at.first * slopes.first - at.second * slopes.second)',
    file: CLASSES,
    outside: 'du',
  },
  {
    what: 'an eigenvalue twice as large',
    shader: 'eigenvalue',
    good: '2.0f * scaled_determinant',
    bad: '4.0f * scaled_determinant',
    file: CLASSES,
    outside: 'lambda_min',
  },
  {
    what: 'a number where the loss is undefined',
    shader: 'fields',
    good: 'UNDEFINED_BITS = 0x7fc00000u',
    bad: 'UNDEFINED_BITS = 0x3f800000u',
    file: OUTPUTS,
    outside: 'value',
  },
];

describe.each(FLAWS)('$what', ({ shader, good, bad, file, outside }) => {
  const key = fieldKey('cross-entropy', outside);
  const fields = FIELD_IDS.map((field) => fieldKey('cross-entropy', field));

  it('is found', async () => {
    const source = readFileSync(`shaders/${shader}.wgsl`, 'utf8');
    expect(source.split(good).length - 1, 'the constant in the shader').toBe(1);
    const { verdict, replaced } = await verdictWith(good, bad, file, fields);
    expect(replaced).toBeGreaterThan(0);
    expect(verdict.ok).toBe(false);
    expect(verdict.fields[key]!.ok).toBe(false);
  });

  it('and the page is judged good without it', async () => {
    const { verdict } = await verdictWith(good, good, file, fields);
    expect(verdict.ok).toBe(true);
  });
});
