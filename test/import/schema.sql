-- The tables of an old shop as Django 3.2 makes them on PostgreSQL, from models of the back end that primeinv replaces: a product for each
-- outlet, units, batches, location stock, movements without a sign, customers, sales. Of tables and columns only what an import looks at.
CREATE TABLE tenants_tenant (
	id bigserial NOT NULL PRIMARY KEY,
	name varchar(255) NOT NULL,
	type varchar(20) NOT NULL,
	currency varchar(3) NOT NULL,
	is_active boolean NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE accounts_user (
	id bigserial NOT NULL PRIMARY KEY,
	password varchar(128) NOT NULL,
	username varchar(150) NOT NULL UNIQUE,
	email varchar(254) NOT NULL UNIQUE,
	tenant_id bigint NULL
);
CREATE TABLE outlets_outlet (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	name varchar(255) NOT NULL,
	address text NOT NULL,
	phone varchar(20) NOT NULL,
	is_active boolean NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE products_category (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	name varchar(255) NOT NULL,
	created_at timestamptz NOT NULL
);
CREATE TABLE products_product (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	outlet_id bigint NOT NULL,
	category_id bigint NULL,
	name varchar(255) NOT NULL,
	sku varchar(100) NULL,
	barcode varchar(100) NOT NULL,
	retail_price numeric(15,2) NOT NULL,
	cost numeric(15,2) NULL,
	wholesale_price numeric(15,2) NULL,
	wholesale_enabled boolean NOT NULL,
	minimum_wholesale_quantity integer NOT NULL,
	stock integer NOT NULL,
	low_stock_threshold integer NOT NULL,
	unit varchar(50) NOT NULL,
	track_expiration boolean NOT NULL,
	image varchar(100) NULL,
	is_active boolean NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE products_productunit (
	id bigserial NOT NULL PRIMARY KEY,
	product_id bigint NOT NULL,
	unit_name varchar(50) NOT NULL,
	conversion_factor numeric(10,4) NOT NULL,
	retail_price numeric(15,2) NOT NULL,
	wholesale_price numeric(15,2) NULL,
	is_active boolean NOT NULL,
	sort_order integer NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE customers_customer (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	outlet_id bigint NULL,
	name varchar(255) NOT NULL,
	email varchar(254) NOT NULL,
	phone varchar(20) NOT NULL,
	total_spent numeric(10,2) NOT NULL,
	credit_enabled boolean NOT NULL,
	credit_limit numeric(10,2) NOT NULL,
	payment_terms_days integer NOT NULL,
	credit_status varchar(20) NOT NULL,
	outstanding_balance numeric(10,2) NOT NULL,
	is_active boolean NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE inventory_batch (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	outlet_id bigint NOT NULL,
	product_id bigint NULL,
	batch_number varchar(100) NOT NULL,
	expiry_date date NOT NULL,
	quantity integer NOT NULL,
	cost_price numeric(10,2) NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE inventory_stockmovement (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	batch_id bigint NULL,
	product_id bigint NULL,
	outlet_id bigint NOT NULL,
	user_id bigint NULL,
	movement_type varchar(20) NOT NULL,
	quantity integer NOT NULL,
	reason text NOT NULL,
	reference_id varchar(100) NOT NULL,
	created_at timestamptz NOT NULL
);
CREATE TABLE inventory_locationstock (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	outlet_id bigint NOT NULL,
	product_id bigint NULL,
	quantity integer NOT NULL,
	updated_at timestamptz NOT NULL
);
CREATE TABLE sales_sale (
	id bigserial NOT NULL PRIMARY KEY,
	tenant_id bigint NOT NULL,
	outlet_id bigint NOT NULL,
	user_id bigint NULL,
	customer_id bigint NULL,
	receipt_number varchar(50) NOT NULL,
	subtotal numeric(10,2) NOT NULL,
	tax numeric(10,2) NOT NULL,
	discount numeric(10,2) NOT NULL,
	total numeric(10,2) NOT NULL,
	payment_method varchar(20) NOT NULL,
	status varchar(20) NOT NULL,
	due_date timestamptz NULL,
	amount_paid numeric(10,2) NOT NULL,
	payment_status varchar(20) NOT NULL,
	is_void boolean NOT NULL,
	void_reason text NOT NULL,
	notes text NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	CONSTRAINT uniq_sale_receipt_per_outlet UNIQUE (tenant_id, outlet_id, receipt_number)
);
CREATE TABLE sales_saleitem (
	id bigserial NOT NULL PRIMARY KEY,
	sale_id bigint NOT NULL,
	product_id bigint NULL,
	unit_id bigint NULL,
	product_name varchar(255) NOT NULL,
	unit_name varchar(50) NOT NULL,
	quantity integer NOT NULL,
	quantity_in_base_units integer NOT NULL,
	price numeric(10,2) NOT NULL,
	cost numeric(15,2) NULL,
	discount numeric(10,2) NOT NULL,
	total numeric(10,2) NOT NULL,
	created_at timestamptz NOT NULL
);
