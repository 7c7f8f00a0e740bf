// From what a driver or a gateway says to the error's class.
import { ERRORS, PrimeinvError } from "./errors.js";
import type { Told } from "./failure.js";

/**
 * The error as one of primeinv's classes, with the driver's own error as its cause; undefined where it is none of them.
 * Takes an error of node-postgres as well as the body of a gateway's answer.
 */
export function primeinvError(error: unknown): PrimeinvError | undefined {
  if (error instanceof PrimeinvError) return error;
  if (typeof error !== "object" || error === null) return undefined;
  const { code } = error as Told;
  if (typeof code !== "string" || !Object.hasOwn(ERRORS, code)) return undefined;
  return new ERRORS[code as keyof typeof ERRORS](error as Told, error);
}

/** Whether the transaction was rolled back by the server because of others' and may simply be repeated: 40001, 40P01. */
export function isConflict(error: unknown): boolean {
  const code = (error as Told | null | undefined)?.code;
  return code === "40001" || code === "40P01";
}

/** Whether the connection was lost or refused, so that nobody knows what became of a COMMIT under way. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Told;
  if (typeof code === "string" && code !== "") {
    return /^(?:08...|57P0[123]|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOENT)$/.test(code);
  }
  return typeof message === "string" && /^(?:Connection terminated|Client has encountered a connection error)/.test(message);
}
