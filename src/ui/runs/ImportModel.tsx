import { Alert, Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconFileImport } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Problem } from "../../domain/errors.ts";
import { importModel } from "../../state/actions/manage-runs.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { CopyDetails } from "../failures/CopyDetails.tsx";

/** Imports a model that was exported earlier or on another computer. Says why when the model does not fit. */
export function ImportModel() {
  const idle = useLearning((state) => state.phase === "idle");
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function take(file: File): Promise<void> {
    setBusy(true);
    setProblem(await importModel(file));
    setBusy(false);
  }
  return (
    <>
      <input
        ref={input}
        hidden
        type="file"
        accept=".safetensors,.zip"
        data-testid="model-input"
        aria-label="Model to import"
        onChange={(event) => {
          const [file] = Array.from(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
          if (file !== undefined) void take(file);
        }}
      />
      <Button
        fullWidth
        size="xs"
        variant="default"
        mt={8}
        loading={busy}
        disabled={!idle}
        title="A .safetensors or .zip file that Cytotope exported"
        leftSection={<IconFileImport size={14} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Import a model
      </Button>
      {problem !== null && (
        <Alert
          mt={8}
          p="xs"
          color="red"
          icon={<IconAlertTriangle size={16} aria-hidden />}
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => setProblem(null)}
        >
          <Text size="xs">
            {problem.subject}: {problem.message} {problem.remedy}
          </Text>
          <CopyDetails problem={problem} />
        </Alert>
      )}
    </>
  );
}
