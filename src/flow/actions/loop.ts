import { allOf, deciding, done } from "../action-type.ts";
import { integer, orReference } from "../parameter-kinds.ts";

/**
 * Loop: ContinueLooping as often as LoopCount says, then DoneLooping once, then from the start again.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-loop.html
 *
 * The count is read anew each time round (not documented, chosen). A count that is no number takes the Error branch:
 * https://docs.aws.amazon.com/connect/latest/adminguide/loop.html
 */
export const loop = deciding({
  parameters: { LoopCount: orReference(integer(0, 100)) },
  results: allOf("ContinueLooping", "DoneLooping"),
  errors: ["NoMatchingError"],

  decide: ({ LoopCount }, { action, loops }) => {
    const rounds = Object.hasOwn(loops, action) ? (loops[action] ?? 0) : 0;
    if (rounds < LoopCount)
      return done({ result: "ContinueLooping", change: { loops: { ...loops, [action]: rounds + 1 } } });
    const { [action]: _, ...others } = loops;
    return done({ result: "DoneLooping", change: { loops: others } });
  },
});
