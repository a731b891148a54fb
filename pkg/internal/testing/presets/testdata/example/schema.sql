create schema example;
create table example.person (id int primary key, name text not null);
create table example.opportunity (id int primary key, person_id int, state int, cents bigint, deleted boolean not null default false,
  made timestamp not null, closed timestamp);
