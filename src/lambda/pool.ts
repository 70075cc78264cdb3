import { ExecutionEnvironment, type InvokeRequest, type Services } from "./environment.ts";
import type { FunctionConfiguration } from "./function.ts";

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
    const environment = this.#free.pop() ?? this.#grow();
    environment.run(request);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
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
