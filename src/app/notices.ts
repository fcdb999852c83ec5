/** Messages above the figures. Each subject has at most one: a new message replaces the old, none removes it. */
import './notices.css';
import { element } from './dom.ts';

export type NoticeSubject = 'backend' | 'input' | 'grid' | 'failure' | 'link' | 'load';

/** A button in a message, for what may be done about it. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export class Notices {
  private readonly root: HTMLElement;
  private readonly shown = new Map<NoticeSubject, HTMLElement>();
  private readonly dismissLabel: () => string;

  /** @param dismissLabel name of the button that closes a message, in the page's language */
  constructor(root: HTMLElement, dismissLabel: () => string) {
    this.root = root;
    this.dismissLabel = dismissLabel;
  }

  show(subject: NoticeSubject, message: string | undefined, action?: NoticeAction): void {
    this.shown.get(subject)?.remove();
    this.shown.delete(subject);
    if (message === undefined) return;
    const close = element(
      'button',
      { type: 'button', 'aria-label': this.dismissLabel(), class: 'close' },
      '×',
    );
    const notice = element(
      'div',
      { class: 'notice', 'data-subject': subject },
      element('p', {}, message),
      ...(action ? [actionButton(action)] : []),
      close,
    );
    close.addEventListener('click', () => {
      this.show(subject, undefined);
      // The keyboard goes on with the next message, or with the plots.
      const next =
        this.root.querySelector<HTMLElement>('button') ?? document.querySelector<HTMLElement>('.box');
      next?.focus({ preventScroll: true });
    });
    this.shown.set(subject, notice);
    this.root.append(notice);
  }
}

function actionButton({ label, run }: NoticeAction): HTMLElement {
  const button = element('button', { type: 'button', class: 'action' }, label);
  button.addEventListener('click', run);
  return button;
}
