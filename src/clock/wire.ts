import type { Server, Socket } from "node:net";

/** The bench's end of a connection. A network socket is one. */
export interface Connection {
  /** The port at the other end. */
  readonly remotePort?: number | undefined;
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/** A port on which the bench serves one execution environment, and the connections to it that are open. */
export interface Wire {
  readonly port: number;
  readonly connections: ReadonlySet<Connection>;
}

/** The open connections of a server, kept up to date. */
export function connectionsOf(server: Server): ReadonlySet<Connection> {
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  return connections;
}

/**
 * A connection as a process at the other end reports it: its own port, the bench's port, bytes read, bytes written, and
 * whether it would take what arrives. If it would not, the rest of an answer may wait for ever.
 */
export type FarEnd = readonly [
  local: number,
  remote: number,
  bytesRead: number,
  bytesWritten: number,
  reading: boolean,
];

/**
 * Whether nothing is on its way in either direction: both ends know the same connections, and what one end has written
 * the other has read. Undefined if so, else what is amiss.
 */
export function onTheWay(wires: readonly Wire[], farEnds: readonly FarEnd[]): string | undefined {
  const known = new Map(
    wires.flatMap(({ port, connections }) => [...connections].map((one) => [`${one.remotePort}>${port}`, one])),
  );
  for (const [local, remote, bytesRead, bytesWritten, reading] of farEnds) {
    const end = known.get(`${local}>${remote}`);
    known.delete(`${local}>${remote}`);
    if (end === undefined) {
      if (reading) return "a connection that is being opened or closed";
    } else if (end.bytesRead !== bytesWritten) {
      return "a request that is on its way";
    } else if (end.bytesWritten !== bytesRead && reading) {
      return "an answer that is on its way";
    }
  }
  return known.size === 0 ? undefined : "a connection that is being closed, or that a child process has opened";
}
