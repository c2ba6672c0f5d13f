/**
 * A stage that remembers its last result: called again with the very same inputs (by identity) it answers without running.
 * Chained, each stage hands the same object to the next as long as nothing before it changed, so that a change runs only
 * what lies behind it. Results must not be changed by whoever gets them.
 */
export function rememberLast<Inputs extends readonly unknown[], Result>(
  stage: (...inputs: Inputs) => Result,
): (...inputs: Inputs) => Result {
  let last: { readonly inputs: Inputs; readonly result: Result } | null = null;
  return (...inputs) => {
    const known = last;
    if (known?.inputs.every((input, index) => Object.is(input, inputs[index]))) return known.result;
    // Freed before the stage runs: its new result may be large.
    last = null;
    const result = stage(...inputs);
    last = { inputs, result };
    return result;
  };
}
