/**
 * Makes a stage remember its last result. When it is called again with identical inputs (`Object.is`), it returns that
 * result without running. In a chain, each stage gives the next one the same object as long as nothing before it
 * changed, so a change runs only the stages after it. Callers must not change the results.
 */
export function rememberLast<Inputs extends readonly unknown[], Result>(
  stage: (...inputs: Inputs) => Result,
): (...inputs: Inputs) => Result {
  let last: { readonly inputs: Inputs; readonly result: Result } | null = null;
  return (...inputs) => {
    const known = last;
    if (known?.inputs.every((input, index) => Object.is(input, inputs[index]))) return known.result;
    // The old result is freed before the stage runs, because the new one may be large.
    last = null;
    const result = stage(...inputs);
    last = { inputs, result };
    return result;
  };
}
