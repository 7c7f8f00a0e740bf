-- The tables of a sale for the ORM, empty, beside its copies of the stock tables.
SET search_path = bench_orm;
CREATE TABLE sale (LIKE primeinv.sale INCLUDING ALL);
CREATE TABLE sale_item (LIKE primeinv.sale_item INCLUDING ALL, FOREIGN KEY (sale_id) REFERENCES sale);
CREATE TABLE payment (LIKE primeinv.payment INCLUDING ALL, FOREIGN KEY (sale_id) REFERENCES sale);
CREATE TABLE receipt_counter (LIKE primeinv.receipt_counter INCLUDING ALL);
