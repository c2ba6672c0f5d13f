import type { Picture } from "../../domain/tile/picture.ts";

/** Keeps pictures by key. The least recently used picture leaves first. Several callers share one load. */
export interface PictureCache {
  readonly get: (key: string, load: () => Promise<Picture>) => Promise<Picture>;
  readonly clear: () => void;
}

export function createPictureCache(limit: number): PictureCache {
  const pictures = new Map<string, Promise<Picture>>();
  return {
    get(key, load) {
      const promise = pictures.get(key) ?? load();
      pictures.delete(key);
      pictures.set(key, promise);
      // A failed load is not kept, so that the next caller tries again.
      promise.catch(() => pictures.delete(key));
      for (const oldest of pictures.keys()) {
        if (pictures.size <= limit) break;
        pictures.delete(oldest);
      }
      return promise;
    },
    clear: () => pictures.clear(),
  };
}

/** Thumbnails of the tile list, enough for a few screens of rows. Each has about 40 kB. */
export const thumbnails = createPictureCache(200);
