import { create } from "zustand";

/** The last thing said to screen readers, in a polite live region. */
export const useAnnouncement = create<string>()(() => "");

export function announce(text: string): void {
  useAnnouncement.setState(text, true);
}
