import { ActionIcon, Alert, Button, Group, Progress, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconTrash, IconUpload, IconWorldDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { headFits } from "../../domain/training/starting-weights.ts";
import {
  cancelFetch,
  chooseWeights,
  deleteWeights,
  fetchWeightsFrom,
  importWeightsFiles,
} from "../../state/actions/manage-weights.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { useLearning } from "../../state/stores/learning-store.ts";
import { useWeights } from "../../state/stores/weights-store.ts";
import { HintedSelect } from "../controls/HintedSelect.tsx";
import { CopyDetails } from "../failures/CopyDetails.tsx";
import { formatBytes } from "../format/format-bytes.ts";
import { describeWeights } from "./describe-weights.ts";

/** The value of the choice that lets the seed draw the weights. It is never an id of stored weights. */
const fresh = "fresh";

/** Chooses what a run starts from: weights drawn by the seed, or those of a file. Files can be added here. */
export function StartingWeights({ disabled }: { readonly disabled: boolean }) {
  const chosen = useLearning((state) => state.options.initialWeights);
  const { list, underWay, problem } = useWeights();
  const classNames = useDataset((state) => state.classes.names);
  const [typing, setTyping] = useState(false);
  // Kept here, because the form disappears while something is fetched, and comes back when that fails.
  const [address, setAddress] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const weights = list.find(({ id }) => id === chosen);
  return (
    <Stack gap={6}>
      <Group gap={6} wrap="nowrap" align="flex-end">
        <div style={{ flex: 1 }}>
          <HintedSelect
            label="Starting weights"
            hint="A network that has seen other images learns faster and needs fewer labelled cells."
            disabled={disabled}
            data={[
              { value: fresh, label: "None (drawn by the seed)" },
              ...list.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={weights?.id ?? fresh}
            onChange={(value) => chooseWeights(value === fresh ? null : value)}
          />
        </div>
        {weights && (
          <Tooltip label="Delete these weights from the browser's storage" position="left">
            <ActionIcon
              variant="default"
              size={30}
              disabled={disabled}
              aria-label={`Delete ${weights.name}`}
              onClick={() => void deleteWeights(weights.id)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      {weights && (
        <Text size="xs" c="dimmed" data-testid="weights-facts">
          {describeWeights(weights, headFits(weights.head, classNames))}
        </Text>
      )}
      {underWay === null ? (
        // Each button is as wide as its text needs: half of a narrow panel would cut the longer text off.
        <Group gap={6} grow preventGrowOverflow={false}>
          <Tooltip label="A .safetensors file from torchvision, timm or Cytotope, or a Keras .h5 file. You can also drop it on the page">
            <Button
              size="compact-xs"
              variant="default"
              disabled={disabled}
              leftSection={<IconUpload size={14} aria-hidden />}
              onClick={() => input.current?.click()}
            >
              From a file
            </Button>
          </Tooltip>
          <Tooltip label="Nothing is fetched before you have typed an address and pressed Fetch">
            <Button
              size="compact-xs"
              variant="default"
              disabled={disabled}
              aria-expanded={typing}
              leftSection={<IconWorldDownload size={14} aria-hidden />}
              onClick={() => setTyping(!typing)}
            >
              From an address
            </Button>
          </Tooltip>
        </Group>
      ) : (
        <UnderWay />
      )}
      {typing && underWay === null && <AddressForm address={address} onChange={setAddress} />}
      {problem !== null && (
        <Alert
          color="red"
          p="xs"
          icon={<IconAlertTriangle aria-hidden />}
          title={problem.subject}
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => useWeights.setState({ problem: null })}
        >
          <Text size="xs">{`${problem.message} ${problem.remedy}`}</Text>
          <CopyDetails problem={problem} />
        </Alert>
      )}
      <input
        ref={input}
        hidden
        type="file"
        accept=".safetensors,.h5,.hdf5"
        aria-label="File of weights"
        data-testid="weights-input"
        onChange={(event) => {
          const files = Array.from(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
          void importWeightsFiles(files);
        }}
      />
    </Stack>
  );
}

interface AddressFormProps {
  readonly address: string;
  readonly onChange: (address: string) => void;
}

function AddressForm({ address, onChange }: AddressFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void fetchWeightsFrom(address);
      }}
    >
      <Group gap={6} wrap="nowrap" align="flex-end">
        <TextInput
          size="xs"
          label="Address of the file"
          placeholder="https://…/model.safetensors"
          style={{ flex: 1 }}
          value={address}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Button size="xs" type="submit" disabled={address.trim() === ""}>
          Fetch
        </Button>
      </Group>
    </form>
  );
}

/** The file that is being read or fetched. Only a fetch takes long enough to need a Cancel button. */
function UnderWay() {
  const underWay = useWeights((state) => state.underWay);
  if (underWay === null) return null;
  if (underWay.kind === "file") return <Text size="xs">{`Reading ${underWay.name} …`}</Text>;
  const { done, of } = underWay;
  return (
    <Group gap={8} wrap="nowrap">
      <div style={{ flex: 1 }}>
        <Text size="xs">{`${formatBytes(done)}${of === null ? "" : ` of ${formatBytes(of)}`} fetched`}</Text>
        <Progress
          size="sm"
          value={of === null ? 100 : (100 * done) / of}
          animated={of === null}
          aria-label="Progress of the download"
        />
      </div>
      <Button size="compact-xs" variant="default" onClick={() => void cancelFetch()}>
        Cancel
      </Button>
    </Group>
  );
}
