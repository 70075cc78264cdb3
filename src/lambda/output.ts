import { lineBytesMax } from "./limits.ts";

/**
 * Makes log lines of what a process writes. A carriage return within a line is a line break within one log event:
 * that is how AWS's runtimes, and ours, write a message of several lines.
 */
export class Output {
  readonly #line: (message: string) => void;
  #rest: Buffer = Buffer.alloc(0);
  /** The line being read was already too long: what is left of it is dropped. */
  #cut = false;

  constructor(line: (message: string) => void) {
    this.#line = line;
  }

  write(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#add(chunk.subarray(start, end));
      this.#end();
      start = end + 1;
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  /** Nothing more is coming: a last line without an end is a line too. */
  flush(): void {
    if (this.#rest.length > 0) this.#end();
  }

  #add(part: Buffer): void {
    if (this.#cut) return;
    this.#rest = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
    if (this.#rest.length > lineBytesMax) {
      this.#rest = this.#rest.subarray(0, lineBytesMax);
      this.#cut = true;
    }
  }

  #end(): void {
    const line = this.#rest.toString("utf8");
    this.#rest = Buffer.alloc(0);
    this.#cut = false;
    this.#line(line.includes("\r") ? line.replace(/\r$/, "").replaceAll("\r", "\n") : line);
  }
}

const newline = 10;
