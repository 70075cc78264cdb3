import { availableParallelism } from "node:os";
import type { Millis } from "../clock/clock.ts";
import type { Wire } from "../clock/wire.ts";
import { environmentMark } from "./environment-variables.ts";
import type { FunctionConfiguration } from "./function.ts";
import type { ProcessEnd } from "./function-error.ts";
import { RuntimeProcess } from "./process.ts";
import type { SimulatedCommand } from "./runtimes.ts";
import type { Watchdog } from "./watchdog.ts";

/** What a process in simulated time is told when it is to begin. */
export interface Beginning {
  readonly variables: Readonly<Record<string, string>>;
  readonly moment: { readonly elapsed: Millis; readonly date: Millis };
  readonly wires: readonly Wire[];
  readonly line: (message: string) => void;
  readonly ended: (end: ProcessEnd) => void;
}

/**
 * The processes of runtimes in simulated time. Node.js or Python itself takes longer to start than most handlers take to
 * load, so for each function one stands by, or as many as are wanted: started ahead, while others run, up to where it would ask for the time. It
 * has loaded nothing of the function's, and its variables and the moment are told to it when it begins.
 */
export class Standbys {
  readonly #watchdog: Watchdog;
  readonly #each: number;
  /** By the function's name. */
  readonly #waiting = new Map<string, Standby[]>();
  #started = 0;

  /** `each`: so many for each function. */
  constructor(watchdog: Watchdog, each = 1) {
    this.#watchdog = watchdog;
    this.#each = each;
  }

  begin(configuration: FunctionConfiguration, command: SimulatedCommand, beginning: Beginning): RuntimeProcess {
    const { variables } = beginning;
    const standing = (this.#waiting.get(configuration.name) ?? []).filter(({ process }) => process.isRunning);
    const waiting = standing.filter((one) => one.isFor(command));
    // The code was edited since, and another bundle was made of it.
    for (const other of standing.filter((one) => !one.isFor(command))) void other.stop();
    this.#waiting.set(configuration.name, waiting);
    const standby = waiting.shift() ?? this.#start(configuration, command, variables);
    standby.begin(beginning);
    while (mayStandBy(configuration) && waiting.length < this.#each) {
      waiting.push(this.#start(configuration, command, variables));
    }
    return standby.process;
  }

  /** Nothing may begin any more. */
  async close(): Promise<void> {
    await Promise.all([...this.#waiting.values()].flat().map((standby) => standby.stop()));
  }

  #start({ codePath }: FunctionConfiguration, command: SimulatedCommand, variables: Beginning["variables"]): Standby {
    this.#started += 1;
    // The variables of another process of the function, but for the mark: what is left of either is found by it.
    const mark = `${variables[environmentMark]}-${this.#started}`;
    return new Standby({
      ...{ command: command.command, workingFolder: codePath, watchdog: this.#watchdog, mark },
      variables: { ...variables, ...command.variables },
    });
  }
}

/** With one core there is nothing to be had by it. Code that is loaded with the process itself must find its variables there. */
function mayStandBy({ environment }: FunctionConfiguration): boolean {
  return cores > 1 && !Object.keys(environment).some((name) => /^(NODE_|PYTHON|LD_|DYLD_)/.test(name));
}

const cores = availableParallelism();

/** One process, before and after it begins. */
class Standby {
  readonly process: RuntimeProcess;
  readonly #command: SimulatedCommand["command"];
  readonly #mark: string;
  readonly #gone: Promise<void>;
  #printed: string[] = [];
  #beginning: Beginning | undefined;

  constructor(options: {
    readonly command: SimulatedCommand["command"];
    readonly workingFolder: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly watchdog: Watchdog;
    readonly mark: string;
  }) {
    this.#mark = options.mark;
    this.#command = options.command;
    let gone = () => {};
    this.#gone = new Promise((resolve) => {
      gone = resolve;
    });
    this.process = new RuntimeProcess({
      ...options,
      variables: { ...options.variables, [environmentMark]: options.mark },
      controlled: true,
      line: (message) => (this.#beginning === undefined ? this.#printed.push(message) : this.#beginning.line(message)),
      ended: (end) => {
        gone();
        this.#beginning?.ended(end);
      },
    });
    this.process.control?.on("error", () => {}); // Its end is noticed otherwise.
  }

  isFor({ command: { path, arguments: given } }: SimulatedCommand): boolean {
    return path === this.#command.path && given.join("\0") === this.#command.arguments.join("\0");
  }

  begin(beginning: Beginning): void {
    this.#beginning = beginning;
    for (const message of this.#printed) beginning.line(message);
    const { moment, wires } = beginning;
    const variables = { ...beginning.variables, [environmentMark]: this.#mark };
    this.process.control?.write(`${JSON.stringify({ ...moment, served: wires.map(({ port }) => port), variables })}\n`);
  }

  stop(): Promise<void> {
    this.process.kill();
    return this.#gone;
  }
}
