/** What stands in the panel's Check folder, kept in step with the check and with what is drawn. */
import { effect } from '@preact/signals-core';
import './check.css';
import { kernelHasField } from '../gpu/kernels.ts';
import { allKeys } from './backends.ts';
import { checkView, updateProgress } from './check.ts';
import { element } from './dom.ts';
import type { Parts } from './parts.ts';
import type { Language } from './texts.ts';

export function createCheckFolder(parts: Parts): HTMLElement {
  const { check, drawing, session, theme, prediction, cursor, figures, language } = parts;
  const view = element('div', { class: 'check', tabindex: '-1' });
  let shownIn: Language | undefined;
  effect(() => {
    void drawing.experiment.value;
    check.reset();
  });
  effect(() => {
    const experiment = drawing.experiment.value;
    const [width, height] = experiment.resolution;
    // In deep zoom, or with a loss that has no kernel, the GPU is not what is drawn, but it can be compared.
    const comparable =
      session.state.value.kind === 'ready' &&
      allKeys(experiment).some((key) => kernelHasField(experiment, key));
    const sameLanguage = shownIn === language.value;
    shownIn = language.value;
    if (comparable && sameLanguage && updateProgress(view, check.state.value, language.value)) return;
    const hadFocus = view.contains(document.activeElement);
    view.replaceChildren(
      ...checkView({
        state: check.state.value,
        points: comparable ? width * height : undefined,
        language: language.value,
        onRun: () => void check.run(drawing.experiment.peek()),
        onCancel: () => check.cancel(),
        theme: theme.value,
        selected: check.selected,
        covered: prediction.covered.value,
        onSelect: (field) => {
          check.selected = field;
        },
        onGo: (at) => {
          cursor.value = at;
          // On a narrow screen the figures stand far above the check.
          figures[0].root.scrollIntoView({ block: 'nearest' });
        },
      }),
    );
    // The keyboard stays here: on cancel while it runs, then on what runs it again, without a GPU on what says so.
    if (hadFocus) (view.querySelector('button') ?? view).focus({ preventScroll: true });
  });
  effect(() => {
    const { kind } = check.state.value;
    // On a low screen the result stands below what is seen of the panel.
    if (kind === 'done' || kind === 'failed') view.scrollIntoView({ block: 'start' });
  });
  return view;
}
