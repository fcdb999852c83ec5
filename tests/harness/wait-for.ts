import type { EvaluateFunc, Page } from 'puppeteer';

/** How long anything may take on a loaded machine without a GPU. It only ends what would never come. */
export const PATIENCE_MS = 60_000;

const POLL_MS = 50;

/**
 * Polls the page until `condition` gives something truthy, and returns that. Puppeteer's own `waitForFunction`
 * hangs on a page with a strict Content-Security-Policy.
 *
 * @param condition runs in the page, so it sees its arguments and the page but nothing of the test
 */
export async function waitFor<Args extends unknown[], Condition extends EvaluateFunc<Args>>(
  page: Page,
  condition: Condition,
  args: Args,
  timeoutMs = PATIENCE_MS,
): Promise<Awaited<ReturnType<Condition>>> {
  const end = performance.now() + timeoutMs;
  let last: unknown = 'the page did not answer';
  while (performance.now() < end) {
    const answer = page.evaluate(condition, ...args).catch((error: unknown) => {
      if (!isNavigation(error)) throw error;
      last = 'the page was loading';
      return undefined;
    });
    // A page that is busy for good would never answer.
    const result = await Promise.race([answer, sleep(end - performance.now())]);
    if (result) return result;
    if (result !== undefined) last = result;
    await sleep(POLL_MS);
  }
  throw new Error(`not so within ${timeoutMs} ms: ${condition}\nlast answer: ${JSON.stringify(last)}`);
}

/** The page went away under the question, as it does on a reload: ask the new one. */
function isNavigation(error: unknown): boolean {
  return error instanceof Error && /context was destroyed|Cannot find context|detached/i.test(error.message);
}

function sleep(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), Math.max(0, ms)));
}
