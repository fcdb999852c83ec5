/**
 * Every setting in turn, by one painter and on one device: what pictures leave behind shows here, and not where what
 * draws is made anew between the counts.
 */
import { initialState } from '../../src/app/state.ts';
import type { DrivenPage } from './driven-page.ts';
import { CHOICES, collectGarbage, type Holdings } from './random-use.ts';

/** What the page holds on the GPU. */
export type GpuHoldings = Pick<Holdings, 'buffers' | 'bufferBytes' | 'textures' | 'textureBytes'>;

/** A round sets, draws and undoes each of these; those that would make another painter are left out. */
const ROUND = CHOICES.filter((choice) => !('backend' in choice));

/** Uses everything once, as the page keeps room for the largest picture, then counts before and after some rounds more. */
export async function steadyHoldings(
  driven: Pick<DrivenPage, 'page' | 'session'>,
  rounds: number,
): Promise<readonly [before: GpuHoldings, after: GpuHoldings]> {
  await round(driven);
  const before = await count(driven);
  for (let n = 0; n < rounds; n++) await round(driven);
  return [before, await count(driven)];
}

async function round({ page }: Pick<DrivenPage, 'page'>): Promise<void> {
  const { preset, version: _, params: __, experiment: ___, ...look } = initialState();
  const home = { ...look, grid: [64, 64] };
  await page.evaluate((given) => window.logitscape.set(given), { preset });
  for (const choice of ROUND) {
    for (const partial of [choice, home]) {
      await page.evaluate((given) => window.logitscape.set(given), partial);
    }
  }
}

async function count({ page, session }: Pick<DrivenPage, 'page' | 'session'>): Promise<GpuHoldings> {
  await collectGarbage(session);
  const { buffers, bufferBytes, textures, textureBytes } = await page.evaluate(() => window.driveCounts());
  return { buffers, bufferBytes, textures, textureBytes };
}
