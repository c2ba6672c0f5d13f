import "../../../workers/learning.worker.ts";

/** The page's own learning worker, which also dies when it is told to. */
addEventListener("message", ({ data }) => {
  if (data !== "crash") return;
  setTimeout(() => {
    throw new Error("out of nowhere");
  });
});
