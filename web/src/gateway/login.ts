// The database checks a user's own password: a connection as that user, by SCRAM and nothing less.
import pg from "pg";
import { type DriverError, isDisconnect, refuse } from "./errors.js";

/** Whether the database lets this user in with this password. Throws where that is not the password's fault. */
export async function checkPassword(user: string, password: string): Promise<boolean> {
  let weak = false;
  const client = new pg.Client({
    user,
    password: () => {
      // The driver would send the password itself, or an MD5 digest, to a server that asks for it.
      if (weak) throw new Error("the server asks for a password in the clear or as MD5");
      return password;
    },
    application_name: "primeinv gateway: login",
    connectionTimeoutMillis: 5000,
  });
  const connection = (client as unknown as { connection: NodeJS.EventEmitter }).connection;
  let proved = false;
  connection.on("authenticationCleartextPassword", () => (weak = true));
  connection.on("authenticationMD5Password", () => (weak = true));
  connection.on("authenticationSASLFinal", () => (proved = true));
  client.on("error", () => {}); // what is wrong is thrown
  try {
    await client.connect();
  } catch (error) {
    if (weak) throw refuse(500, "28000", "the database does not ask for this user's password by SCRAM", "See pg_hba.conf.");
    if (isWrong(error as DriverError)) return false;
    throw isDisconnect(error) || (error as DriverError).code !== undefined ? error : new Error("the login failed");
  } finally {
    await client.end().catch(() => {});
  }
  if (!proved) throw refuse(500, "28000", "the database lets this user in without a password", "See pg_hba.conf.");
  return true;
}

/** A wrong password, an unknown user, one who may not log in: all the same to whoever asks. */
function isWrong({ code, message }: DriverError): boolean {
  return code === "28P01" || code === "28000" || /SASL|SCRAM/.test(message ?? "");
}
