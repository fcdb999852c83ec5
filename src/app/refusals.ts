/** Why something was refused, in the page's language. */
import { signal } from '@preact/signals-core';
import { ExperimentError } from '../core/experiment-error.ts';
import { GpuLostError } from '../gpu/guard.ts';
import { type Language, text } from './texts.ts';

/** Once loaded. What stands on the page follows it. */
const inChinese = signal<((error: ExperimentError) => string) | undefined>(undefined);

/** What browsers say where a part of the page that is loaded later does not come. */
const NOT_LOADED = /dynamically imported module|Importing a module script failed|Unable to preload CSS/i;

/** Whether something failed because a part of the page could not be loaded, which has a notice of its own. */
export function isNotLoaded(message: string): boolean {
  return NOT_LOADED.test(message);
}

/** Makes sure that the sentences of this language are there; until then refusals are in English. */
export async function loadRefusals(language: Language): Promise<void> {
  if (language !== 'zh' || inChinese.peek()) return;
  try {
    inChinese.value = (await import('./refusal-texts.ts')).refusalInChinese;
  } catch {
    // In English, then.
  }
}

/** What an error says; of an ExperimentError, where, what was expected there and what was found; of a lost GPU, what to do. */
export function refusalText(error: unknown, language: Language): string {
  const translate = language === 'zh' && error instanceof ExperimentError ? inChinese.value : undefined;
  if (translate) return translate(error as ExperimentError);
  if (error instanceof GpuLostError) return text('gpuLost', language);
  const message = error instanceof Error ? error.message : String(error);
  return isNotLoaded(message) ? text('paneNotLoaded', language) : message;
}
