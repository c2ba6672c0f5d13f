import { expose, type ProxyMarked } from "comlink";
import { problemError } from "../../../src/domain/errors.ts";

/** A worker for the tests. It answers, fails, hangs or dies on request. */
export interface PracticeApi {
  readonly double: (value: number, onStep: ((step: number) => void) & ProxyMarked) => Promise<number>;
  /** Answers first and calls `onStep` later. */
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
