// Made by `make docs` from primeinv.api(); do not edit.

import { PrimeinvError } from "./failure.js";
import type { Id } from "./scalars.js";
import type { StockReservationStatus } from "./tables.js";

export { PrimeinvError } from "./failure.js";

/** SQLSTATEs and the names of their classes. */
export const SQLSTATES = {
  "PI001": "InsufficientStock",
  "PI002": "ReservationResolved",
  "PI003": "CreditRefused",
  "PI004": "RequestReused",
  "PI005": "RecordUnchangeable",
  "PI006": "BatchNotSellable",
  "22023": "BadArgument",
  "23505": "Duplicate",
  "23514": "CheckFailed",
  "25006": "ReadOnly",
  "40001": "Conflict",
  "40P01": "Deadlock",
  "42501": "NotAllowed",
  "55000": "WrongState",
  "P0002": "NotFound",
} as const;

export type Sqlstate = keyof typeof SQLSTATES;

/** PI001: not enough stock; nothing was changed. To do: offer what is available; explain_deduction() tells what each batch could give. */
export class InsufficientStock extends PrimeinvError {
  override readonly name = "InsufficientStock";
  get lines(): readonly { readonly available: number; readonly line: number; readonly outlet_id: Id; readonly requested: number; readonly variation_id: Id }[] {
    return (this.data.lines as readonly { readonly available: number; readonly line: number; readonly outlet_id: Id; readonly requested: number; readonly variation_id: Id }[] | undefined) ?? [];
  }
}

/** PI002: the reservation has expired or is already resolved. To do: reserve again. */
export class ReservationResolved extends PrimeinvError {
  override readonly name = "ReservationResolved";
  get reservation_id(): Id | undefined {
    return this.data.reservation_id as Id | undefined;
  }
  get status(): StockReservationStatus | undefined {
    return this.data.status as StockReservationStatus | undefined;
  }
  get why(): "expired" | "resolved" | undefined {
    return this.data.why as "expired" | "resolved" | undefined;
  }
}

/** PI003: the customer may not buy on credit. To do: take a payment, or manager_override with a reason. */
export class CreditRefused extends PrimeinvError {
  override readonly name = "CreditRefused";
  get balance(): number | undefined {
    return this.data.balance as number | undefined;
  }
  get customer_id(): Id | undefined {
    return this.data.customer_id as Id | undefined;
  }
  get overdue(): number | undefined {
    return this.data.overdue as number | undefined;
  }
  get requested(): number | undefined {
    return this.data.requested as number | undefined;
  }
  get why(): "inactive" | "blocked" | "over_limit" | "overdue" | undefined {
    return this.data.why as "inactive" | "blocked" | "over_limit" | "overdue" | undefined;
  }
}

/** PI004: the request id was used before with other arguments. To do: a bug in the client: a new request needs a new id. */
export class RequestReused extends PrimeinvError {
  override readonly name = "RequestReused";
  get function(): string | undefined {
    return this.data.function as string | undefined;
  }
  get request_id(): string | undefined {
    return this.data.request_id as string | undefined;
  }
}

/** PI005: the record cannot be changed: ledger, audit log, customer entries. To do: correct it by a new record, with the functions. */
export class RecordUnchangeable extends PrimeinvError {
  override readonly name = "RecordUnchangeable";
  get table(): string | undefined {
    return this.data.table as string | undefined;
  }
}

/** PI006: that batch cannot be sold: expired, held, quarantined or recalled, or too little of it is left for a line that names it. To do: name another batch, or none. */
export class BatchNotSellable extends PrimeinvError {
  override readonly name = "BatchNotSellable";
  get batch(): string | undefined {
    return this.data.batch as string | undefined;
  }
  get batch_id(): Id | undefined {
    return this.data.batch_id as Id | undefined;
  }
  get batches(): readonly { readonly batch: string; readonly batch_id: Id; readonly quantity: number }[] {
    return (this.data.batches as readonly { readonly batch: string; readonly batch_id: Id; readonly quantity: number }[] | undefined) ?? [];
  }
  get why(): "expired" | "held" | "short" | undefined {
    return this.data.why as "expired" | "held" | "short" | undefined;
  }
}

/** 22023: a bad argument; for JSON the path of the key is named. To do: correct it. */
export class BadArgument extends PrimeinvError {
  override readonly name = "BadArgument";
}

/** 23505: a SKU, barcode, external id or the like is taken. To do: choose another. */
export class Duplicate extends PrimeinvError {
  override readonly name = "Duplicate";
}

/** 23514: a value that the catalogue does not allow. To do: correct it. */
export class CheckFailed extends PrimeinvError {
  override readonly name = "CheckFailed";
}

/** 25006: a change in a READ ONLY transaction or on a standby. To do: send it to the primary. */
export class ReadOnly extends PrimeinvError {
  override readonly name = "ReadOnly";
}

/** 40001: a conflict with another transaction. To do: repeat the transaction, with the same request_id. */
export class Conflict extends PrimeinvError {
  override readonly name = "Conflict";
}

/** 40P01: a deadlock, which transactions of several calls can meet. To do: repeat the transaction, with the same request_id. */
export class Deadlock extends PrimeinvError {
  override readonly name = "Deadlock";
}

/** 42501: the role may not do that, or not for this tenant. To do: grant_tenant(), or another level. */
export class NotAllowed extends PrimeinvError {
  override readonly name = "NotAllowed";
}

/** 55000: the record is in the wrong state for that. To do: read the record again. */
export class WrongState extends PrimeinvError {
  override readonly name = "WrongState";
}

/** P0002: no such record, or another tenant's. To do: check the id, and primeinv.tenant. */
export class NotFound extends PrimeinvError {
  override readonly name = "NotFound";
}

/** The class of each SQLSTATE. */
export const ERRORS: { readonly [S in Sqlstate]: typeof PrimeinvError } = {
  "PI001": InsufficientStock,
  "PI002": ReservationResolved,
  "PI003": CreditRefused,
  "PI004": RequestReused,
  "PI005": RecordUnchangeable,
  "PI006": BatchNotSellable,
  "22023": BadArgument,
  "23505": Duplicate,
  "23514": CheckFailed,
  "25006": ReadOnly,
  "40001": Conflict,
  "40P01": Deadlock,
  "42501": NotAllowed,
  "55000": WrongState,
  "P0002": NotFound,
};
