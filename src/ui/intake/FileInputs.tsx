import classes from "./FileInputs.module.css";
import { registerInput, takeChosen } from "./file-picker.ts";

/** Two hidden inputs that are always on the page, so that buttons anywhere can open them. */
export function FileInputs() {
  return (
    <>
      <input
        ref={(input) => registerInput("files", input)}
        className={classes["input"]}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to add"
        aria-hidden
        data-testid="file-input"
        onChange={(event) => takeChosen(event.currentTarget)}
      />
      <input
        ref={(input) => {
          // React does not know this attribute, but every browser does.
          input?.setAttribute("webkitdirectory", "");
          registerInput("folder", input);
        }}
        className={classes["input"]}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Folder to add"
        aria-hidden
        data-testid="folder-input"
        onChange={(event) => takeChosen(event.currentTarget)}
      />
    </>
  );
}
