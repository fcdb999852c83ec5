/** JSON for people and programs: spread over lines, but every list of plain values on one. */

export function readableJson(value: unknown): string {
  // Line breaks are never inside JSON's strings, so this finds the lists that JSON.stringify has spread, and no text.
  return JSON.stringify(value, null, 2).replace(/\[\n\s*([^[\]{}]*?)\n\s*\]/g, (_, items: string) => {
    return `[${items.replace(/,\n\s*/g, ', ')}]`;
  });
}
