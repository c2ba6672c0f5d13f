let asked = false;

/**
 * Asks the browser, once per page, not to evict Cytotope's data when the disk runs short. The function is here and
 * not in `storage`, because only a window may ask. A refusal changes nothing but `StorageReport.persisted`.
 */
export async function askToPersist(): Promise<void> {
  if (asked) return;
  asked = true;
  // Some browsers do not know the question, and tests in Node have no browser.
  const storage = (globalThis as { navigator?: { storage?: StorageManager } }).navigator?.storage;
  if (storage?.persist === undefined) return;
  try {
    if (!(await storage.persisted())) await storage.persist();
  } catch (error) {
    // The browser refuses, for instance in a private window. The data is kept as long as the browser sees fit.
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
  }
}
