import { create } from "zustand";

/**
 * The pointer's place over the picture, in px from its top left. It has its own store, because it changes with every
 * frame.
 */
export const usePointer = create<{ readonly x: number; readonly y: number }>()(() => ({ x: 0, y: 0 }));
