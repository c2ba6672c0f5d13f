/** Keys belong to a text field, an open dialog or menu, a slider or a set of tabs when the focus is in one. */
export function keyIsTaken(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [role=dialog], [role=menu], [role=slider], [contenteditable=true]") !==
      null
  );
}

/** Letters are typed here, or the picture is not what is looked at. A slider, unlike for other keys, leaves them free. */
export function takesLetters(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      "input:not([type=radio], [type=checkbox]), textarea, select, [role=dialog], [role=menu], [contenteditable=true]",
    ) !== null
  );
}

/** The key removes a tile here, after a question. */
export function removesTiles(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[data-tile-list]") !== null;
}
