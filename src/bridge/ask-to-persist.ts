let asked = false;

/**
 * Asks the browser, once a page, not to evict Cytotope's data when the disk runs short. It stands here and not with
 * storage because only a window may ask; a refusal changes nothing but `StorageReport.persisted`.
 */
export async function askToPersist(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch (error) {
    // A browser without the question, or one that refuses it: the data is kept as long as the browser sees fit.
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
  }
}
