/** Whether this browser has been here before. Storage may be forbidden: then it counts as one that has. */
const KEY = 'logitscape.visited';

export function isFirstVisit(): boolean {
  try {
    return localStorage.getItem(KEY) === null;
  } catch {
    // What cannot be remembered would be said at every visit.
    return false;
  }
}

export function markVisited(): void {
  try {
    localStorage.setItem(KEY, '1');
  } catch {
    // Full, or forbidden since: it will be said once more.
  }
}
