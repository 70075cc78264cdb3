import { assert } from "../assert.ts";
import { ExecutionEnvironment } from "./environment.ts";
import type { Services } from "./environment-services.ts";
import type { FunctionConfiguration } from "./function.ts";
import type { InvokeRequest } from "./work.ts";

/**
 * The execution environments of one function: as many as it has had requests at the same time.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export class Pool {
  readonly configuration: FunctionConfiguration;
  readonly #bundlePath: string | undefined;
  readonly #services: Services;
  readonly #environments = new Set<ExecutionEnvironment>();
  /** Free for another request, the one used last at the end: it is the first to be used again. */
  readonly #free: ExecutionEnvironment[] = [];
  readonly #freed: () => void;

  constructor(
    configuration: FunctionConfiguration,
    bundlePath: string | undefined,
    services: Services,
    freed: () => void,
  ) {
    this.configuration = configuration;
    this.#bundlePath = bundlePath;
    this.#services = services;
    this.#freed = freed;
  }

  /** How many environments have a request in hand: what AWS counts as concurrency. */
  get concurrency(): number {
    return this.#environments.size - this.#free.length;
  }

  run(request: InvokeRequest): void {
    const waiting = request.coldStartMs === undefined ? this.#free.pop() : undefined;
    (waiting ?? this.#grow()).run(request);
  }

  /** Leaves so many environments, initialised and waiting. No request may be in hand. */
  async provision(count: number, keep: boolean): Promise<void> {
    assert(this.concurrency === 0, "environments were taken away from under a request");
    const kept = new Set(this.#free.filter(({ isAtRest }) => keep && isAtRest).slice(0, count));
    const others = [...this.#environments].filter((environment) => !kept.has(environment));
    await Promise.all(others.map((environment) => this.#retire(environment)));
    const missing = Array.from({ length: count - kept.size }, () => this.#grow());
    await Promise.all(missing.map((environment) => environment.provision()));
    this.#free.push(...missing);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  #retire(environment: ExecutionEnvironment): Promise<void> {
    this.#environments.delete(environment);
    this.#free.splice(this.#free.indexOf(environment), 1);
    return environment.stop();
  }

  #grow(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.configuration, this.#bundlePath, this.#services, () => {
      this.#free.push(environment);
      this.#freed();
    });
    this.#environments.add(environment);
    return environment;
  }
}
