-- The restaurant's book. Run at every start, so everything says "if not exists" or "or replace";
-- the lock keeps apart two servers that start on one PostgreSQL at once.
select pg_advisory_xact_lock(20261224);

-- On somebody's server the book keeps to a schema of its own (database.mjs), so that it meets nobody else's tables.
create schema if not exists restaurant;

create extension if not exists btree_gist;

create table if not exists restaurant_tables (
  number integer primary key,
  seats integer not null
);

insert into restaurant_tables (number, seats)
values (1, 2), (2, 2), (3, 2), (4, 4), (5, 4), (6, 4), (7, 6), (8, 6)
on conflict do nothing;

-- When a party sits at its table: two hours from a local date and time.
create or replace function seating(day date, starts time) returns tstzrange
language sql immutable as $$
  select tstzrange((day + starts) at time zone 'Asia/Tokyo', (day + starts + interval '2 hours') at time zone 'Asia/Tokyo')
$$;

-- A refused insert uses up its number: the numbers rise, with gaps.
create table if not exists reservations (
  number integer generated always as identity (start with 1001) primary key,
  phone_number text not null,
  party_size integer not null,
  table_number integer not null references restaurant_tables,
  during tstzrange not null,
  made_at timestamptz not null default now(),
  -- PostgreSQL checks the older index first, and the phone has to come before the table:
  -- who has the last table already is told so, not that the restaurant is full.
  constraint one_reservation_per_phone exclude using gist (phone_number with =, during with &&),
  constraint one_party_per_table exclude using gist (table_number with =, during with &&)
);

-- A book that was begun before it said when, and how often a reservation was changed.
alter table reservations add column if not exists made_at timestamptz not null default now();
alter table reservations add column if not exists version integer not null default 1;

-- Two that write at once would each wait for the other's row, and PostgreSQL would end one of them as a deadlock
-- before a constraint could choose. So they take turns.
create or replace function take_turns() returns trigger
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(20261225);
  return null;
end
$$;

create or replace trigger take_turns before insert or update on reservations
for each statement execute function take_turns();

-- Gives a party the smallest table that is free: as a new reservation, or for the one with the number. Nobody looks
-- whether a table is free: each is taken in turn, and the database refuses those that are not. No row: it refused all.
create or replace function take_table(existing integer, phone text, party integer, sits tstzrange)
returns setof reservations
language plpgsql as $$
declare
  candidate integer;
  refused_by text;
begin
  for candidate in select number from restaurant_tables where seats >= party order by seats, number loop
    begin
      if existing is null then
        return query insert into reservations (phone_number, party_size, table_number, during)
          values (phone, party, candidate, sits) returning *;
      else
        -- A change to what is so already is none.
        return query update reservations set party_size = party, table_number = candidate, during = sits,
          version = version + ((party_size, table_number, during) is distinct from (party, candidate, sits))::integer
          where number = existing returning *;
      end if;
      return;
    exception when exclusion_violation then
      get stacked diagnostics refused_by = constraint_name;
      if refused_by <> 'one_party_per_table' then
        raise;
      end if;
    end;
  end loop;
end
$$;

-- What was answered to the requests that bore an Idempotency-Key, written in the transaction that did the work.
create table if not exists idempotency_keys (
  key text primary key,
  -- Method, path and what the body asks for: the same key with another request is a mistake of the client's.
  request text not null,
  answer text not null
);
