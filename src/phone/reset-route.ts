import { isEmptiedHere } from "../connect/services.ts";
import { done, problem } from "./answer.ts";
import type { Line } from "./line.ts";
import type { Listings } from "./listing-route.ts";
import type { Route } from "./routes.ts";

/**
 * Empties an external API that stays up with the line: what an earlier call has made is in the way of the next one. Only
 * one that the bench started, and that says how: no API of somebody else's is emptied by a click.
 */
export function resetRoute({ instance, services }: Pick<Line, "instance" | "services">, listings: Listings): Route {
  return {
    method: "POST",
    path: "/externals/:name/reset",
    answer: async (_request, response, named) => {
      const name = named("name");
      const external = instance.externals.find((one) => one.name === name);
      if (external === undefined) return problem(response, 404, `There is no external API ${name}.`);
      if (!isEmptiedHere(external)) {
        const wanted =
          'It needs "start" and "reset" in the instance file: only an API that the bench starts is emptied.';
        return problem(response, 409, `${name} cannot be emptied. ${wanted}`);
      }
      await services.resetOne(external);
      listings.get(name)?.look();
      done(response);
    },
  };
}
