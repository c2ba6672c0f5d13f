import type { Picture } from "../../domain/tile/picture.ts";

/** Pictures by key, the least recently used leave first; several callers share one load. */
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
      // A failed load is not kept, so that the next one who looks tries again; the caller is told of the failure.
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

/** Thumbnails of the tile list: a few screens of rows, about 40 kB each. */
export const thumbnails = createPictureCache(200);
