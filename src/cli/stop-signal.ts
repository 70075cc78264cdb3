/** Resolves when the user stops the command: Ctrl-C, or SIGTERM from whoever started it. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve()));
}
