-- What becomes of what the generator plants and import_check() calls an error; of the rest the default holds.
SELECT primeinv.import_decide(problem, action) FROM (VALUES
	('variation_barcode_duplicate', 'first'),
	('unit_inexact', 'ratio'),
	('batch_variation_unknown', 'skip'),
	('batch_quantity_missing', 'zero'),
	('batch_quantity_negative', 'zero'),
	('batch_cost_malformed', 'variation'),
	('batch_expiry_missing', 'hold'),
	('batch_refund', 'keep'),
	('location_variation_unknown', 'skip'),
	('location_differs', 'batch'),
	('due_customer_unknown', 'skip'),
	('due_amount_malformed', 'skip'),
	('customer_balance_differs', 'entry')
) d (problem, action);
