import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { PageGuard } from "./failures/PageGuard.tsx";
import { Page } from "./Page.tsx";
import { resolveVariables, theme } from "./theme.ts";

/** index.html reads the same key, because it sets the scheme before the first paint. */
const schemeManager = localStorageColorSchemeManager({ key: "cytotope-colour-scheme" });

/** The page with its theme. The theme follows the system's colour scheme until the user chooses one. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemeManager}
      cssVariablesResolver={resolveVariables}
    >
      <PageGuard>
        <Page />
      </PageGuard>
    </MantineProvider>
  );
}
