import { expose, type ProxyMarked } from "comlink";
import { acceptSignals } from "../../../src/bridge/carry-signal.ts";
import { problemError } from "../../../src/domain/errors.ts";
import { openPauses } from "../../../src/domain/open-pauses.ts";

/** A worker for the tests. It answers, fails, hangs or dies on request. */
export interface PracticeApi {
  readonly double: (value: number, onStep: ((step: number) => void) & ProxyMarked) => Promise<number>;
  /** Answers first and calls `onStep` later. */
  readonly answerFirst: (onStep: ((step: number) => void) & ProxyMarked) => Promise<void>;
  /** Answers when the page has received that late call. */
  readonly waitForLateCall: () => Promise<void>;
  readonly failWithProblem: () => Promise<void>;
  readonly failUnexpectedly: () => Promise<void>;
  readonly hang: () => Promise<void>;
  /** Rejects with the reason as soon as the signal is aborted. */
  readonly waitForSignal: (signal: AbortSignal) => Promise<void>;
  /** Keeps the thread busy with a loop that pauses, until the signal is aborted. Returns the number of rounds. */
  readonly holdThread: (signal: AbortSignal, onRound: (() => void) & ProxyMarked) => Promise<number>;
  readonly die: () => Promise<void>;
}

let lateCall: Promise<unknown> = Promise.resolve();

const api = {
  async double(value, onStep) {
    await onStep(1);
    await onStep(2);
    return value * 2;
  },
  async answerFirst(onStep) {
    lateCall = new Promise((resolve) => setTimeout(() => resolve(onStep(1))));
  },
  async waitForLateCall() {
    await lateCall;
  },
  async failWithProblem() {
    throw problemError({ tag: "EmptyFile", subject: "a_red.png", message: "It is empty.", remedy: "Copy it again." });
  },
  async failUnexpectedly() {
    throw new TypeError("x is not a function");
  },
  hang: () => new Promise(() => {}),
  waitForSignal: (signal) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
  async holdThread(signal, onRound) {
    const pause = openPauses(signal);
    let rounds = 0;
    for (; rounds < 1e9; rounds += 1) {
      if (rounds === 1000) void onRound();
      await pause();
    }
    return rounds;
  },
  die() {
    setTimeout(() => {
      throw new Error("out of\nnowhere");
    });
    return new Promise(() => {});
  },
} satisfies PracticeApi;

acceptSignals();
expose(api);
