import { create } from "zustand";

/** Where the pointer is over the picture, px from its top left; apart from all else, as it changes with every frame. */
export const usePointer = create<{ readonly x: number; readonly y: number }>()(() => ({ x: 0, y: 0 }));
