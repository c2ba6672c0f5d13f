import { expose } from "comlink";
import { cancelled } from "../../../src/domain/cancel.ts";
import type { StartingWeights } from "../../../src/domain/training/starting-weights.ts";
import { openDownloads } from "../../../src/pipeline/sessions/open-downloads.ts";

/** A server with one file, and the download that the page's worker makes from it. */
export interface WeightsApi {
  /** Sets the file that the server sends. */
  readonly serve: (file: ServedFile) => Promise<void>;
  /** @param cancelAt number of bytes after which the user cancels; null means never. */
  readonly fetch: (address: string, cancelAt: number | null) => Promise<Fetched>;
  /** `Range` headers of the requests so far, "" for none. */
  readonly requests: () => Promise<readonly string[]>;
}

export interface ServedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The file's ETag. */
  readonly version: string;
  /** Whether the server supports `Range` requests. */
  readonly ranges: boolean;
  /** Number of bytes after which each answer breaks off; null sends all. */
  readonly breakAfter: number | null;
  /** The HTTP status of each answer. */
  readonly status: number;
}

export interface Fetched {
  readonly weights: StartingWeights | null;
  /** Name and message of the error; null when there was none. */
  readonly problem: string | null;
  /** The numbers of bytes that the progress reported, first to last. */
  readonly told: readonly number[];
}

let served: ServedFile | null = null;
const requests: string[] = [];
const partSize = 10_000;

function answer(file: ServedFile, range: string, signal: AbortSignal | null): Response {
  const from = file.ranges ? Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0) : 0;
  const rest = file.bytes.subarray(from);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (signal?.aborted) controller.error(signal.reason);
      else if (file.breakAfter !== null && at >= file.breakAfter) controller.error(new TypeError("network error"));
      else if (at >= rest.length) controller.close();
      else {
        controller.enqueue(rest.slice(at, at + partSize));
        at += partSize;
      }
    },
  });
  return new Response(file.status === 200 ? body : "no", {
    status: file.status === 200 && from > 0 ? 206 : file.status,
    headers: { "Content-Length": String(rest.length), ETag: file.version },
  });
}

globalThis.fetch = async (_, init) => {
  const range = new Headers(init?.headers).get("range") ?? "";
  requests.push(range);
  if (served === null) throw new TypeError("Failed to fetch");
  return answer(served, range, init?.signal ?? null);
};

const downloads = openDownloads();

const api = {
  serve: async (file) => {
    served = file;
  },
  fetch: async (address, cancelAt) => {
    const told: number[] = [];
    const controller = new AbortController();
    try {
      const weights = await downloads.fetch(
        address,
        (done) => {
          told.push(done);
          if (cancelAt !== null && done >= cancelAt) controller.abort(cancelled(address));
        },
        controller.signal,
      );
      return { weights, problem: null, told };
    } catch (error) {
      const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { weights: null, problem, told };
    }
  },
  requests: async () => requests,
} satisfies WeightsApi;

expose(api);
