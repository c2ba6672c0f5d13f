import { addFiles } from "../../state/actions/add-files.ts";

/** The page's two hidden inputs; a browser's file dialog opens only through one. */
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

/** Adds what was chosen and empties the input, so that the same files can be chosen again. */
export function takeChosen(input: HTMLInputElement): void {
  const files = Array.from(input.files ?? []);
  input.value = "";
  void addFiles(files);
}
