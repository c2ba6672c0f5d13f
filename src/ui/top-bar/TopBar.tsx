import { BackendBadge } from "./BackendBadge.tsx";
import { ExportMenu } from "./ExportMenu.tsx";
import { ShortcutsDialog } from "./ShortcutsDialog.tsx";
import { StorageBadge } from "./StorageBadge.tsx";
import { ThemeToggle } from "./ThemeToggle.tsx";
import classes from "./TopBar.module.css";

export function TopBar() {
  return (
    <header className={classes["bar"]}>
      <img src="/favicon.svg" width={26} height={26} alt="" />
      <span className={classes["name"]}>Cytotope</span>
      <span className={classes["tagline"]}>single-cell protein localisation</span>
      <span className={classes["space"]} />
      <StorageBadge />
      <BackendBadge />
      <ShortcutsDialog />
      <ThemeToggle />
      <ExportMenu />
    </header>
  );
}
