// What all errors of primeinv have in common.

/** An error as the server tells it: node-postgres's (detail) or the gateway's and PostgREST's (details). */
export interface Told {
  readonly code?: string | null | undefined;
  readonly message?: string | null | undefined;
  readonly detail?: string | null | undefined;
  readonly details?: string | null | undefined;
  readonly hint?: string | null | undefined;
}

function parsed(detail: string | null): Readonly<Record<string, unknown>> {
  if (!detail?.startsWith("{")) return {};
  try {
    return JSON.parse(detail) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** An error of the database with a SQLSTATE that primeinv's errors() lists. */
export class PrimeinvError extends Error {
  override readonly name: string = "PrimeinvError";
  readonly code: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** DETAIL, where it is a JSON object; else an empty one. */
  readonly data: Readonly<Record<string, unknown>>;

  constructor(told: Told, cause?: unknown) {
    super(told.message ?? "", cause === undefined ? undefined : { cause });
    this.code = told.code ?? "";
    this.detail = told.detail ?? told.details ?? null;
    this.hint = told.hint ?? null;
    this.data = parsed(this.detail);
  }
}
