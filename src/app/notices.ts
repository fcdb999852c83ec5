/** Messages above the figures. Each subject has at most one: a new message replaces the old, none removes it. */
import { element } from './dom.ts';

export type NoticeSubject = 'backend' | 'input' | 'grid' | 'failure' | 'link';

export class Notices {
  private readonly root: HTMLElement;
  private readonly shown = new Map<NoticeSubject, HTMLElement>();
  private readonly dismissLabel: () => string;

  /** @param dismissLabel name of the button that closes a message, in the page's language */
  constructor(root: HTMLElement, dismissLabel: () => string) {
    this.root = root;
    this.dismissLabel = dismissLabel;
  }

  show(subject: NoticeSubject, message: string | undefined): void {
    this.shown.get(subject)?.remove();
    this.shown.delete(subject);
    if (message === undefined) return;
    const close = element('button', { type: 'button', 'aria-label': this.dismissLabel() }, '×');
    const notice = element(
      'div',
      { class: 'notice', 'data-subject': subject },
      element('p', {}, message),
      close,
    );
    close.addEventListener('click', () => this.show(subject, undefined));
    this.shown.set(subject, notice);
    this.root.append(notice);
  }
}
