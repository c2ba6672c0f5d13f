import { addFiles } from "../../state/actions/add-files.ts";

/** The page's two hidden inputs. A browser opens its file dialog only through an input. */
const inputs: { files: HTMLInputElement | null; folder: HTMLInputElement | null } = { files: null, folder: null };

export function registerInput(kind: "files" | "folder", input: HTMLInputElement | null): void {
  inputs[kind] = input;
}

export function chooseFiles(): void {
  inputs.files?.click();
}

export function chooseFolder(): void {
  inputs.folder?.click();
}

/** Adds the chosen files and empties the input, so that the same files can be chosen again. */
export function takeChosen(input: HTMLInputElement): void {
  const files = Array.from(input.files ?? []);
  input.value = "";
  void addFiles(files);
}
