import "../../../workers/dataset.worker.ts";

/** The page's own dataset worker, which also dies when it is told to. */
addEventListener("message", ({ data }) => {
  if (data !== "crash") return;
  setTimeout(() => {
    throw new Error("out of nowhere");
  });
});
