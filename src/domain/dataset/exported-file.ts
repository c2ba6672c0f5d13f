/** A file that was made for the user to download. */
export interface ExportedFile {
  /** The name to save it under, with its extension. */
  readonly name: string;
  readonly file: Blob;
}
