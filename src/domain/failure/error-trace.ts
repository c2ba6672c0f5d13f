/** What is kept of an error: text only, cut to a bounded length. */
export interface ErrorTrace {
  readonly name: string;
  readonly message: string;
  /** The frames, one a line, without the name and message that some engines put in front; "" when there is none. */
  readonly stack: string;
}

/** Letters: a stack of some forty lines, and a message that a person still reads. */
const longestStack = 4000;
const longestMessage = 600;
/** Causes behind an error, at most: one is usual, and a chain may be a circle. */
const mostCauses = 5;

/** V8 keeps ten frames of a stack, which end in a library as a rule. From now on it keeps more in this thread. */
export function keepDeepStacks(): void {
  (Error as { stackTraceLimit?: number }).stackTraceLimit = 30;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)} ...`;
}

/**
 * A message without what may be private in it. Engines quote the text that they could not parse (V8: `Unexpected token 'a',
 * "abc" is not valid JSON`), and that text is the content of a file. An address may hold a key behind its question mark.
 */
export function withoutContents(message: string): string {
  const quoteless = /SyntaxError|JSON/.test(message) ? message.replace(/".*"|'[^']*'/gs, '"..."') : message;
  return cut(quoteless.replace(/(https?:\/\/[^\s?#]+)[?#][^\s)]*/g, "$1"), longestMessage);
}

/** An error of this thread, or what came of one of another thread: see `carryCauses` of the bridge. */
function isErrorLike(value: unknown): value is ErrorTrace & { readonly cause?: unknown } {
  return typeof value === "object" && value !== null && typeof (value as { message?: unknown }).message === "string";
}

/** The message may hold what is private, and stands in the trace already. */
function framesOf(stack: unknown, message: string): string {
  if (typeof stack !== "string") return "";
  const start = message === "" ? -1 : stack.indexOf(message);
  return (start < 0 ? stack : stack.slice(start + message.length)).replace(/^\n/, "");
}

function traceOne(error: unknown): ErrorTrace {
  if (!isErrorLike(error)) {
    const isText = typeof error === "string" || typeof error === "number";
    // An object may be anything, a file's bytes too: only what kind it is is told.
    const words = isText ? String(error) : Object.prototype.toString.call(error);
    return { name: "Thrown", message: withoutContents(words), stack: "" };
  }
  const name = String(error.name);
  const oneLine = error.message.replace(/\s*\n\s*/g, " / ");
  const message = name === "SyntaxError" ? withoutContents(`${name}: ${oneLine}`).slice(13) : withoutContents(oneLine);
  return { name, message, stack: cut(framesOf(error.stack, error.message), longestStack) };
}

/** The error and then its causes, the nearest first: at least one, at most six. */
export function traceErrors(error: unknown): readonly [ErrorTrace, ...ErrorTrace[]] {
  const causes: ErrorTrace[] = [];
  for (let at = error; isErrorLike(at) && at.cause !== undefined && causes.length < mostCauses; at = at.cause) {
    causes.push(traceOne(at.cause));
  }
  return [traceOne(error), ...causes];
}
