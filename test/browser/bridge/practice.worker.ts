import { expose, type ProxyMarked } from "comlink";
import { problemError } from "../../../src/domain/errors.ts";

/** A worker to practise on: it answers, fails, hangs and dies as asked. */
export interface PracticeApi {
  readonly double: (value: number, onStep: ((step: number) => void) & ProxyMarked) => Promise<number>;
  /** Calls back after it has answered. */
  readonly answerFirst: (onStep: ((step: number) => void) & ProxyMarked) => Promise<void>;
  readonly failWithProblem: () => Promise<void>;
  readonly failUnexpectedly: () => Promise<void>;
  readonly hang: () => Promise<void>;
  readonly die: () => Promise<void>;
}

const api = {
  async double(value, onStep) {
    await onStep(1);
    await onStep(2);
    return value * 2;
  },
  async answerFirst(onStep) {
    setTimeout(() => onStep(1), 20);
  },
  async failWithProblem() {
    throw problemError({ tag: "EmptyFile", subject: "a_red.png", message: "It is empty.", remedy: "Copy it again." });
  },
  async failUnexpectedly() {
    throw new TypeError("x is not a function");
  },
  hang: () => new Promise(() => {}),
  die() {
    setTimeout(() => {
      throw new Error("out of\nnowhere");
    });
    return new Promise(() => {});
  },
} satisfies PracticeApi;

expose(api);
