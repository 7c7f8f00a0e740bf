// The few objects of the extension that the gateway itself reads; every other it knows only from the catalog.

export const SCHEMA_OF = "primeinv"; // the extension, whose schema pg_extension tells
export const CHANNEL = "primeinv_alert";
export const ALERT = "stock_alert";
