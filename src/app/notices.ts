/** Messages above the figures. Each subject has at most one: a new message replaces the old, none removes it. */
import './notices.css';
import { element } from './dom.ts';

export type NoticeSubject = 'backend' | 'input' | 'grid' | 'failure' | 'link' | 'load';

/** A button in a message, for what may be done about it. */
export interface NoticeAction {
  readonly label: string;
  /** Resolves when it is known what came of it. */
  readonly run: () => Promise<void>;
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
    const old = this.shown.get(subject);
    const hadFocus = old?.contains(document.activeElement);
    old?.remove();
    this.shown.delete(subject);
    if (message === undefined) {
      if (hadFocus) this.focusNext();
      return;
    }
    const close = element(
      'button',
      { type: 'button', 'aria-label': this.dismissLabel(), class: 'close' },
      '×',
    );
    const notice = element(
      'div',
      { class: 'notice', 'data-subject': subject },
      element('p', {}, message),
      ...(action ? [this.actionButton(subject, action)] : []),
      close,
    );
    close.addEventListener('click', () => {
      this.show(subject, undefined);
      this.focusNext();
    });
    this.shown.set(subject, notice);
    this.root.append(notice);
    if (hadFocus) focusOn(notice.querySelector('button'));
  }

  private actionButton(subject: NoticeSubject, { label, run }: NoticeAction): HTMLElement {
    const button = element('button', { type: 'button', class: 'action' }, label);
    button.addEventListener('click', async () => {
      const done = run();
      const heir = document.activeElement;
      await done;
      // What came of it may be the same message again: the keyboard returns to it, unless it has gone elsewhere.
      if (document.activeElement === heir) focusOn(this.shown.get(subject)?.querySelector('button'));
    });
    return button;
  }

  /** The keyboard goes on with the next message, or with the plots. */
  private focusNext(): void {
    focusOn(this.root.querySelector('button') ?? document.querySelector<HTMLElement>('.box'));
  }
}

function focusOn(target: HTMLElement | null | undefined): void {
  target?.focus({ preventScroll: true });
}
