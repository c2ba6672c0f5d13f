export interface ExportedFile {
  readonly name: string;
  readonly file: Blob;
}
