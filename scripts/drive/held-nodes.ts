/**
 * Counts the DOM nodes outside of the page that scripts hold. Chrome's own count has more: it keeps a few of
 * each canvas that was replaced, and of each lost device, which no script can reach.
 */
import type { CDPSession } from 'puppeteer';

export async function heldNodes(session: CDPSession): Promise<number> {
  const { result } = await session.send('Runtime.evaluate', { expression: 'Node.prototype' });
  const prototypeObjectId = result.objectId!;
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId });
  // Prototypes are listed too; they are no nodes.
  const { result: count } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: `function () {
      return this.filter((node) => !Object.hasOwn(node, 'constructor') && !node.isConnected).length;
    }`,
    returnByValue: true,
  });
  // What was listed is held by its list until then.
  for (const objectId of [objects.objectId!, prototypeObjectId]) {
    await session.send('Runtime.releaseObject', { objectId });
  }
  return count.value as number;
}
