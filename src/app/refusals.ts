/** Why something was refused, in the page's language. */
import { ExperimentError } from '../core/experiment-error.ts';
import { GpuLostError } from '../gpu/guard.ts';
import { type Language, text } from './texts.ts';

let inChinese: ((error: ExperimentError) => string) | undefined;

/** Makes sure that the sentences of this language are there; until then refusals are in English. */
export async function loadRefusals(language: Language): Promise<void> {
  if (language === 'zh') inChinese ??= (await import('./refusal-texts.ts')).refusalInChinese;
}

/** What an error says; of an ExperimentError, where, what was expected there and what was found; of a lost GPU, what to do. */
export function refusalText(error: unknown, language: Language): string {
  if (language === 'zh' && inChinese && error instanceof ExperimentError) return inChinese(error);
  if (error instanceof GpuLostError) return text('gpuLost', language);
  return error instanceof Error ? error.message : String(error);
}
