/**
 * A button that opens a menu. The arrow keys walk its items, Home and End lead to its ends, Escape closes it.
 */

export interface MenuParts {
  /** Holds button and list. */
  readonly root: HTMLElement;
  readonly button: HTMLButtonElement;
  /** With `role="menu"`; its items are buttons. */
  readonly list: HTMLElement;
  /** The items as of now, to put into the list. */
  readonly entries: () => readonly HTMLElement[];
  readonly choose: (item: HTMLButtonElement) => void;
}

export function enableMenu({ root, button, list, entries, choose }: MenuParts): void {
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-controls', list.id);
  const items = () => [...list.querySelectorAll('button')];
  const isOpen = () => !list.hidden;
  const close = () => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  };
  const open = () => {
    list.replaceChildren(...entries());
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    const chosen = items().find((item) => item.getAttribute('aria-checked') === 'true');
    (chosen ?? items()[0])?.focus();
  };
  const closeAndReturn = () => {
    close();
    button.focus();
  };
  close();

  button.addEventListener('click', () => (isOpen() ? close() : open()));
  root.addEventListener('keydown', (event) => {
    if (!isOpen()) {
      if (event.key !== 'ArrowDown') return;
      open();
    } else if (event.key === 'Escape') closeAndReturn();
    else if (!moveFocus(items(), event.key)) return;
    event.preventDefault();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!root.contains(relatedTarget as Node | null)) close();
  });
  // A press beside the menu that moves no focus.
  document.addEventListener('pointerdown', ({ target }) => {
    if (!root.contains(target as Node)) close();
  });
  list.addEventListener('click', ({ target }) => {
    const item = (target as Element).closest('button');
    if (!item) return;
    closeAndReturn();
    choose(item);
  });
}

/** @returns whether the key is one that moves through a list */
function moveFocus(items: readonly HTMLElement[], key: string): boolean {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const count = items.length;
  const to = { ArrowDown: (at + 1) % count, ArrowUp: (at + count - 1) % count, Home: 0, End: count - 1 }[key];
  if (to === undefined) return false;
  items[to]?.focus();
  return true;
}
