import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { SystemClock } from "../../clock/system.ts";

/** The address of a server that the bench knows nothing of. It answers so much later, in real time, or never. */
export async function silentServer({ answersAfterMs }: { readonly answersAfterMs?: number } = {}): Promise<string> {
  const clock = new SystemClock();
  const server = createServer((_request, response) => {
    if (answersAfterMs !== undefined) clock.after(answersAfterMs, () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
