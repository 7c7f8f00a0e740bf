\set v random(1, :skus)
SELECT * FROM pgledger_create_transfer('pgla_S' || lpad(:v::text, 25, '0'), 'pgla_T' || lpad(:v::text, 25, '0'), 1);
