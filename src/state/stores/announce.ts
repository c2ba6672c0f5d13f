import { create } from "zustand";

/** The last message to screen readers. The page shows it in a polite live region. */
export const useAnnouncement = create<string>()(() => "");

export function announce(text: string): void {
  useAnnouncement.setState(text, true);
}
