/** Lets the thread's other events, a cancel among them, have their turn. */
export function eventsHandled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
