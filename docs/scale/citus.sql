-- Spreads the tables of the reference schema over the nodes of a Citus cluster: run it once, as the owner of the schema crm.
--
-- Large tables are spread by the row that others are about, and what is about it lies beside it: a deal with its history, an order with its
-- lines, a ticket with its events. What these refer to is on each node.

-- Keys of other tables would keep tables from being spread.
do $$
declare key record;
begin
  for key in select conrelid::regclass as of, conname from pg_constraint where contype = 'f' and connamespace = 'crm'::regnamespace loop
    execute format('alter table %s drop constraint %I', key.of, key.conname);
  end loop;
end $$;

-- A row is unique only where it lies: with the key by which it is spread.
alter table crm.deal_history drop constraint deal_history_pkey, add primary key (deal, id);
alter table crm.order_lines drop constraint order_lines_pkey, add primary key ("order", id);
alter table crm.ticket_events drop constraint ticket_events_pkey, add primary key (ticket, id);
alter table crm.sla_targets drop constraint sla_targets_pkey, add primary key (ticket, id);

do $$
declare
  spread constant jsonb := '{"deals": "id", "deal_history": "deal", "orders": "id", "order_lines": "order", "tickets": "id",
    "ticket_events": "ticket", "sla_targets": "ticket", "web_sessions": "id"}';
  beside constant jsonb := '{"deal_history": "deals", "order_lines": "orders", "ticket_events": "tickets", "sla_targets": "tickets"}';
  name text;
begin
  for name in select tablename from pg_tables where schemaname = 'crm' order by not spread ? tablename, beside ? tablename, tablename loop
    if spread ? name then
      perform create_distributed_table('crm.' || name, spread ->> name, colocate_with => coalesce('crm.' || (beside ->> name), 'none'));
    else
      perform create_reference_table('crm.' || name);
    end if;
  end loop;
end $$;
