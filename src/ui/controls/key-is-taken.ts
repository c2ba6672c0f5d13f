/** Whether the focus is in a field, a dialog, a menu or a slider, which needs the keys itself. */
export function keyIsTaken(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [role=dialog], [role=menu], [role=slider], [contenteditable=true]") !==
      null
  );
}

/** Whether letters are typed here, or a dialog or menu is open. A slider needs other keys, but no letters. */
export function takesLetters(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      "input:not([type=radio], [type=checkbox]), textarea, select, [role=dialog], [role=menu], [contenteditable=true]",
    ) !== null
  );
}

/** Whether the focus is in the tile list, where Delete removes a tile after a question. */
export function removesTiles(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[data-tile-list]") !== null;
}
