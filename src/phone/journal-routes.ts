import type { JournalList, JournalSummary } from "../page/protocol.ts";
import { json, problem } from "./answer.ts";
import type { JournalShelf } from "./journal-shelf.ts";
import type { Route } from "./routes.ts";

/** The records on disk: a list of them, and each as it stands. */
export function journalRoutes(shelf: JournalShelf, isLive: (contactId: string) => boolean): readonly Route[] {
  const withWhatGoesOn = (journal: JournalSummary): JournalSummary => ({
    ...journal,
    calls: journal.calls.map((call) => ({ ...call, isLive: isLive(call.contactId) })),
  });
  return [
    {
      method: "GET",
      path: "/journals",
      answer: async (_request, response) => {
        const { journals, notListed } = await shelf.list();
        const list: JournalList = { journals: journals.map(withWhatGoesOn), notListed };
        json(response, 200, list);
      },
    },
    {
      method: "GET",
      path: "/journals/:name",
      answer: async (_request, response, named) => {
        const text = await shelf.text(named("name"));
        if (text === undefined) return problem(response, 404, `There is no journal named ${named("name")}.`);
        response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" });
        response.end(text);
      },
    },
  ];
}
