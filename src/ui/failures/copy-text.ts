/**
 * Puts a text on the clipboard. It may still be on its way: Safari allows copying only while a click is handled, so the
 * clipboard is given the promise.
 *
 * @returns false when the browser does not let the page copy.
 */
export async function copyText(text: Promise<string>): Promise<boolean> {
  const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch (error) {
    // No clipboard outside of https and in old browsers, which is a TypeError; or the browser refuses.
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}
