/** The part of an error that the log keeps: text only, cut to a bounded length. */
export interface ErrorTrace {
  readonly name: string;
  readonly message: string;
  /** One frame a line, without the name and message that some engines put first; "" when the error has no stack. */
  readonly stack: string;
}

/** In letters. A stack has about forty lines; nobody reads a longer message. */
const longestStack = 4000;
const longestMessage = 600;
/** The most causes that a trace follows. One is usual; a chain of causes may be a circle. */
const mostCauses = 5;

/** Makes V8 keep 30 frames of a stack in this thread. By default it keeps ten, and those often lie in a library. */
export function keepDeepStacks(): void {
  (Error as { stackTraceLimit?: number }).stackTraceLimit = 30;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)} ...`;
}

/**
 * A message without its private parts. Engines quote the text that they could not parse (V8: `Unexpected token 'a',
 * "abc" is not valid JSON`), and that text is the content of a file. An address may hold a key after its question mark.
 */
export function withoutContents(message: string): string {
  const quoteless = /SyntaxError|JSON/.test(message) ? message.replace(/".*"|'[^']*'/gs, '"..."') : message;
  return cut(quoteless.replace(/(https?:\/\/[^\s?#]+)[?#][^\s)]*/gi, "$1"), longestMessage);
}

/** Whether a value is an error, or the plain object that an error of another thread becomes (see `carryCauses`). */
function isErrorLike(value: unknown): value is ErrorTrace & { readonly cause?: unknown } {
  return typeof value === "object" && value !== null && typeof (value as { message?: unknown }).message === "string";
}

/** The frames without the message in front of them: the trace has it already, without its private parts. */
function framesOf(stack: unknown, message: string): string {
  if (typeof stack !== "string") return "";
  const start = message === "" ? -1 : stack.indexOf(message);
  return (start < 0 ? stack : stack.slice(start + message.length)).replace(/^\n/, "");
}

function traceOne(error: unknown): ErrorTrace {
  if (!isErrorLike(error)) {
    const isText = typeof error === "string" || typeof error === "number";
    // An object may be anything, even the bytes of a file, so the trace names only its kind.
    const words = isText ? String(error) : Object.prototype.toString.call(error);
    return { name: "Thrown", message: withoutContents(words), stack: "" };
  }
  const name = String(error.name);
  const oneLine = error.message.replace(/\s*\n\s*/g, " / ");
  const message = name === "SyntaxError" ? withoutContents(`${name}: ${oneLine}`).slice(13) : withoutContents(oneLine);
  return { name, message, stack: cut(framesOf(error.stack, error.message), longestStack) };
}

/** The traces of an error and of its causes, the nearest cause first: one to six. */
export function traceErrors(error: unknown): readonly [ErrorTrace, ...ErrorTrace[]] {
  const causes: ErrorTrace[] = [];
  for (let at = error; isErrorLike(at) && at.cause !== undefined && causes.length < mostCauses; at = at.cause) {
    causes.push(traceOne(at.cause));
  }
  return [traceOne(error), ...causes];
}
