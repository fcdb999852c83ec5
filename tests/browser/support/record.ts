/** What stands on the page for a moment only: seen by the page itself, however late the test comes to look. */
import type { App } from './app.ts';

/**
 * Records every text that the element of a selector has from now on.
 * @returns gives the texts so far, each once, in the order in which they came
 */
export async function recordTexts(app: App, selector: string): Promise<() => Promise<string[]>> {
  const handle = await app.page.evaluateHandle((path) => {
    const seen = new Set<string>();
    const look = () => {
      const text = document.querySelector(path)?.textContent;
      if (text) seen.add(text);
    };
    look();
    new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
    return seen;
  }, selector);
  return () => handle.evaluate((seen) => [...seen]);
}
