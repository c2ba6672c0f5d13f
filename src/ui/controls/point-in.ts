import type { MouseEvent } from "react";

/** Where an event happened in the element that handles it, in CSS px from the element's top left corner. */
export function pointIn(event: MouseEvent<HTMLElement>): { readonly x: number; readonly y: number } {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
