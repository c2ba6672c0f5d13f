import { problemError } from "./errors.ts";

/**
 * The error for work that was requested too early, when there is nothing to work on yet. Its tag is always
 * `NothingToLearn`.
 *
 * @param subject the work that was requested, for instance "Training", or the name of the file to export.
 * @param message what is missing, in one sentence.
 * @param remedy how to get it, in one sentence.
 */
export function nothingYet(subject: string, message: string, remedy: string): Error {
  return problemError({ tag: "NothingToLearn", subject, message, remedy });
}
