import { problemError } from "./errors.ts";

/**
 * The error for work that was asked for too early: nothing is there yet to work on. Always the tag `NothingToLearn`.
 *
 * @param subject What was asked for, for instance "Training" or the name of the file to export.
 * @param message What is lacking, one sentence.
 * @param remedy How to get it, one sentence.
 */
export function nothingYet(subject: string, message: string, remedy: string): Error {
  return problemError({ tag: "NothingToLearn", subject, message, remedy });
}
