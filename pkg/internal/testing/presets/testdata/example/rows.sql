insert into example.person values (1, 'Anna'), (2, 'Ben');
insert into example.opportunity values
  (1, 1, 1, 100000, false, '2026-01-02', '2026-01-12'),
  (2, 2, 1, 50000, false, '2026-01-05', '2026-02-04'),
  (3, 2, 2, 70000, false, '2026-01-10', '2026-02-20'),
  (4, 2, 1, 990000, true, '2026-01-10', '2026-02-20'),
  (5, null, 0, 20000, false, '2026-03-01', null);
