/** What stands where there is nothing to see yet, after a moment: what comes at once would only flicker. */
import { element } from './dom.ts';

const DELAY_MS = 400;

/** Puts `words` into `root` unless what this returns is called before, and takes them away when it is. */
export function sayWaiting(root: HTMLElement, words: () => string): () => void {
  const line = element('p', { class: 'waiting' });
  const timer = setTimeout(() => {
    line.textContent = words();
    root.append(line);
  }, DELAY_MS);
  return () => {
    clearTimeout(timer);
    line.remove();
  };
}
