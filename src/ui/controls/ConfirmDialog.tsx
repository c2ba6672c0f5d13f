import { Button, Group, Modal, Text } from "@mantine/core";

/** A question to the user before something is lost. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly confirm: () => void;
}

interface ConfirmDialogProps {
  readonly asked: Confirmation | null;
  readonly onClose: () => void;
}

export function ConfirmDialog({ asked, onClose }: ConfirmDialogProps) {
  return (
    <Modal opened={asked !== null} onClose={onClose} title={asked?.title} closeButtonProps={{ "aria-label": "Close" }}>
      <Text size="sm" mb="lg">
        {asked?.text}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Keep
        </Button>
        <Button
          color="red.9"
          data-autofocus
          onClick={() => {
            asked?.confirm();
            onClose();
          }}
        >
          {asked?.action}
        </Button>
      </Group>
    </Modal>
  );
}
