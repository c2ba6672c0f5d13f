/**
 * Puts a text on the clipboard. Takes a promise of it, because Safari allows copying only while it handles a click, and
 * the clipboard can wait for the promise.
 *
 * @returns false when the browser does not let the page copy.
 */
export async function copyText(text: Promise<string>): Promise<boolean> {
  const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch (error) {
    // Outside of https and in old browsers there is no clipboard, hence the TypeError. A refusal is a DOMException.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
