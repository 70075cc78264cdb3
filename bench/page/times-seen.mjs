/**
 * Runs in each page before its own script: notes when each event's message comes, and when a frame is painted that shows it.
 * What was told of the time before the page had its connection is not counted.
 */
export const timesSeen = `
  const now = () => performance.timeOrigin + performance.now();
  const seen = [];
  const Plain = WebSocket;
  globalThis.WebSocket = class extends Plain {
    constructor(...args) {
      super(...args);
      let since = Infinity;
      this.addEventListener("open", () => { since = now(); });
      this.addEventListener("message", ({ data }) => {
        const there = now();
        const { index, event } = JSON.parse(data);
        if (event !== undefined && event.at >= since) seen.push({ index, at: event.at, there });
      });
    }
  };
  globalThis.timesSeen = () => seen;
  const painted = ({ target }) => {
    const count = Number(target.dataset.events);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // A task after the frame's own: it has been painted.
      port1.onmessage = () => {
        const drawn = now();
        for (const one of seen) if (one.index < count) one.drawn ??= drawn;
        port1.close();
      };
      port2.postMessage(undefined);
    });
  };
  new MutationObserver((changes) => changes.forEach(painted)).observe(document, {
    ...{ subtree: true, attributes: true, attributeFilter: ["data-events"] },
  });
`;
