import "../../../workers/dataset.worker.ts";

/** The page's own dataset worker. It also dies when the test tells it to. */
addEventListener("message", ({ data }) => {
  if (data !== "crash") return;
  setTimeout(() => {
    throw new Error("out of nowhere");
  });
});
