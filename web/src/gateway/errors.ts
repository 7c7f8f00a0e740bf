// What a caller is told when something is refused: PostgREST's four keys, and the status that goes with a SQLSTATE.

export interface Problem {
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}

/** A refusal of the gateway's own, or the database's with the status it maps to. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    readonly headers: Record<string, string> = {},
  ) {
    super(problem.message);
  }
}

export function refuse(
  status: number,
  code: string,
  message: string,
  hint: string | null = null,
  headers: Record<string, string> = {},
): Refusal {
  return new Refusal(status, { code, message, details: null, hint }, headers);
}

/** An error as the driver gives it: the database's (with code, detail, hint), or the connection's. */
export interface DriverError extends Error {
  code?: string;
  detail?: string;
  hint?: string;
  severity?: string;
}

const EXACT: Record<string, number> = {
  PI001: 409,
  PI002: 409,
  PI003: 403,
  PI004: 409,
  PI005: 409,
  PI006: 409,
  P0002: 404,
  "42501": 403,
  "55000": 409,
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "40001": 503,
  "40P01": 503,
  "55P03": 503,
  "57014": 504,
};

const CLASSES: Record<string, number> = {
  "08": 503,
  "22": 400,
  "23": 400,
  "42": 400,
  "53": 503,
  "54": 400,
  "57": 503,
};

/** The database gave up for the other's sake; the same statement may now succeed. */
export function isConflict(error: unknown): boolean {
  const code = (error as DriverError)?.code;
  return code === "40001" || code === "40P01";
}

/** The connection went, so nobody has said whether what was sent has happened. */
export function isDisconnect(error: unknown): boolean {
  const { code, severity, message } = (error ?? {}) as DriverError;
  if (severity === "FATAL" || severity === "PANIC") return true;
  if (code === undefined) return /^(Connection terminated|timeout exceeded|Client has encountered|Client was closed)/.test(message ?? "");
  return /^(08|57P0)/.test(code) || /^E[A-Z]{3,}$/.test(code);
}

/** A prepared statement's result has changed under it: somebody has updated the extension. */
export function isStale(error: unknown): boolean {
  const { code, message } = (error ?? {}) as DriverError;
  return (code === "0A000" && /cached plan/.test(message ?? "")) || code === "26000";
}

export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, message, detail, hint } = (error ?? {}) as DriverError;
  if (isDisconnect(error))
    return refuse(503, "08006", "the database cannot be reached", "Try again with the same request_id.", { "Retry-After": "2" });
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return refuse(500, "XX000", "internal error");
  const status = EXACT[code] ?? CLASSES[code.slice(0, 2)] ?? (code.startsWith("P0") || code.startsWith("PI") ? 400 : 500);
  if (status === 500) return refuse(500, code, "internal error", "The server's log says more.");
  const headers: Record<string, string> = status === 503 ? { "Retry-After": "1" } : {};
  return new Refusal(status, { code, message: message ?? "", details: detail ?? null, hint: hint ?? null }, headers);
}
