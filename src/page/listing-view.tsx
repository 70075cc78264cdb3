import { addressOf, listingAddressOf } from "./address.ts";
import { momentOf } from "./calls.tsx";
import { empty } from "./line.ts";
import { emptiedTogether, type Listing, listing, listingApis } from "./listed.ts";
import type { ListingRow, ListingTable } from "./listing-table.ts";
import { source, view } from "./opened.ts";
import type { ListingFailure } from "./protocol.ts";
import { bringMainIntoSight } from "./sight.ts";
import { words } from "./words.ts";

/** So many rows are drawn. Chosen: more than anybody reads, and drawn in an instant. */
const shownMax = 500;

/** The way to each API's listing. */
export function ListingLinks() {
  if (listingApis.value.length === 0) return null;
  return (
    <nav class="listings" aria-label={words.value.listing.links}>
      {listingApis.value.map((api) => (
        <a
          key={api}
          href={listingAddressOf(api)}
          onClick={bringMainIntoSight}
          aria-current={listing.value?.api === api ? "page" : undefined}
        >
          {words.value.listing.title(api)}
        </a>
      ))}
    </nav>
  );
}

/** What an external API has made, live: a row for each. */
export function ListingView({ shown }: { readonly shown: Listing }) {
  const { api, table, fresh, failure } = shown;
  const { title, more, empties } = words.value.listing;
  const emptied = emptiedTogether.value;
  return (
    <main class="listing">
      <div class="call-head">
        <h2>{title(api)}</h2>
        <p role="status">{summary(shown)}</p>
        {emptied.includes(api) && (
          <button type="button" disabled={table?.rows.length === 0} onClick={() => void empty(emptied)}>
            {empties(emptied)}
          </button>
        )}
        {source.value !== undefined && (
          <a class="back" href={addressOf({ ...source.value, journal: source.value.name, view: view.value })}>
            {words.value.backToCall}
          </a>
        )}
      </div>
      {failure !== undefined && <p class="failure">{sayFailure(failure, api)}</p>}
      {table !== undefined && table.rows.length > 0 && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <section class="listed" tabIndex={0} aria-label={title(api)}>
            <Table table={table} fresh={fresh?.keys ?? new Set()} />
          </section>
          {table.rows.length > shownMax && <p class="hint">{more(table.rows.length - shownMax)}</p>}
        </>
      )}
    </main>
  );
}

function Table({ table, fresh }: { readonly table: ListingTable; readonly fresh: ReadonlySet<string> }) {
  return (
    <table>
      <thead>
        <tr>
          {[table.idColumn ?? words.value.listing.row, ...table.columns].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.slice(0, shownMax).map((row) => (
          <Row key={row.key} row={row} isFresh={fresh.has(row.key)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, isFresh }: { readonly row: ListingRow; readonly isFresh: boolean }) {
  const { isNew, alsoMadeAs } = words.value.listing;
  return (
    <tr class={isFresh ? "fresh" : undefined}>
      <th scope="row">
        {row.name} {isFresh && <span class="new">{isNew}</span>}
        {row.doubles.length > 0 && <span class="double">{alsoMadeAs(row.doubles)}</span>}
      </th>
      {row.cells.map((cell, index) => (
        <td key={index}>
          <Cell text={cell} />
        </td>
      ))}
    </tr>
  );
}

/** A moment is shown on this machine's clock, as everywhere on the page. */
function Cell({ text }: { readonly text: string }) {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return <>{text}</>;
  return (
    <time dateTime={text} title={text}>
      {momentOf(at)}
    </time>
  );
}

/** How many there are, how many of them twice, and what has come last. */
function summary({ table, fresh, failure }: Listing): string {
  const { asking, count, doubles, added } = words.value.listing;
  if (table === undefined) return failure === undefined ? asking : "";
  const twice = table.rows.filter((row) => row.doubles.length > 0).length;
  const parts = [
    count(table.rows.length),
    twice > 0 && doubles(twice),
    fresh !== undefined && added(fresh.keys.size, momentOf(fresh.at)),
  ];
  return parts.filter((part) => part !== false).join(" · ");
}

function sayFailure(failure: ListingFailure, api: string): string {
  const { unknown, unreachable, late, refused, tooLong, noList } = words.value.listing.failures;
  switch (failure.type) {
    case "unknown":
      return unknown(api);
    case "unreachable":
      return unreachable(api);
    case "late":
      return late(api);
    case "refused":
      return refused(api, failure.status);
    case "tooLong":
      return tooLong(api);
    case "noList":
      return noList(api);
  }
}
