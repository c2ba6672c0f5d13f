import {
  ActionIcon,
  ColorSwatch,
  Group,
  Popover,
  RangeSlider,
  Switch,
  Text,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconRotate } from "@tabler/icons-react";
import type { ChannelName } from "../../domain/tile/tile.ts";
import { cssColour } from "../../state/derive/class-colours.ts";
import { changeChannel, channelColours, toggleChannel, useDisplay } from "../../state/stores/display-store.ts";
import { formatSample } from "../format/format-number.ts";
import classes from "./ChannelControl.module.css";
import { contrastDomain } from "./layers/contrast-domain.ts";

/** What each channel shows in HPA images. */
const meanings: Record<ChannelName, string> = {
  red: "microtubules",
  green: "protein",
  blue: "nucleus",
  yellow: "endoplasmic reticulum",
};

interface ChannelControlProps {
  readonly name: ChannelName;
  /** The key that shows or hides the channel. */
  readonly shortcut: string;
  /** The sample values that are drawn as black and as full colour unless the user chooses others. */
  readonly automatic: readonly [number, number];
  /** The largest sample value: 255 or 65,535. */
  readonly fullScale: number;
  /** True when the tile does not have this channel. */
  readonly absent: boolean;
}

/** The controls of one channel: on or off, its colour and its contrast. */
export function ChannelControl({ name, shortcut, automatic, fullScale, absent }: ChannelControlProps) {
  const { visible, colour, contrast } = useDisplay((state) => state.channels[name]);
  const most = contrastDomain(automatic[1], contrast === null ? 0 : contrast[1] * fullScale, fullScale);
  const low = Math.round(contrast === null ? automatic[0] : contrast[0] * fullScale);
  const high = Math.round(contrast === null ? automatic[1] : contrast[1] * fullScale);
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return (
    <fieldset className={classes["channel"]} disabled={absent} aria-label={`${title} channel, ${meanings[name]}`}>
      <div className={classes["head"]}>
        <Popover position="top" withArrow trapFocus>
          <Popover.Target>
            <Tooltip label={`Colour of the ${name} channel`}>
              <UnstyledButton className={classes["swatch"]} aria-label={`Colour of the ${name} channel`}>
                <ColorSwatch component="span" size={18} color={cssColour(colour)} />
              </UnstyledButton>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown p="xs">
            <Group gap={6}>
              {channelColours.map((choice) => (
                <Tooltip key={choice.name} label={choice.name}>
                  <UnstyledButton
                    className={classes["swatch"]}
                    aria-label={`Show ${name} in ${choice.name}`}
                    aria-pressed={cssColour(choice.colour) === cssColour(colour)}
                    onClick={() => changeChannel(name, { colour: choice.colour })}
                  >
                    <ColorSwatch component="span" size={22} color={cssColour(choice.colour)} />
                  </UnstyledButton>
                </Tooltip>
              ))}
            </Group>
          </Popover.Dropdown>
        </Popover>
        <Tooltip label={`${title}: ${meanings[name]}. Key ${shortcut}`}>
          <Switch
            size="xs"
            checked={visible && !absent}
            disabled={absent}
            onChange={() => toggleChannel(name)}
            label={title}
            aria-label={`Show ${name}`}
          />
        </Tooltip>
        <Text size="xs" c="dimmed" className={classes["range"]}>
          {absent ? "not in this tile" : `${formatSample(low)}–${formatSample(high)}`}
        </Text>
      </div>
      <div className={classes["contrast"]}>
        <RangeSlider
          className={classes["slider"]}
          size="xs"
          disabled={absent || !visible}
          color={cssColour(colour)}
          min={0}
          max={most}
          minRange={1}
          step={Math.max(1, Math.round(most / 256))}
          value={[Math.min(low, most - 1), Math.max(1, Math.min(high, most))]}
          onChange={([from, to]) => changeChannel(name, { contrast: [from / fullScale, to / fullScale] })}
          label={null}
          thumbFromLabel={`Black point of ${name}`}
          thumbToLabel={`White point of ${name}`}
        />
        <Tooltip label="Contrast from the tile's own percentiles">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Automatic contrast for ${name}`}
            style={{ visibility: contrast === null || absent ? "hidden" : "visible" }}
            onClick={() => changeChannel(name, { contrast: null })}
          >
            <IconRotate size={14} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </fieldset>
  );
}
