// The gateway: what stands between a browser and the database. See docs/web.md.
import { serve } from "@hono/node-server";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { makeGateway } from "./app.js";
import { readConfig } from "./config.js";
import { type DriverError, isDisconnect } from "./errors.js";

const GRACE = 10000; // milliseconds for requests under way when it is told to stop
const START_ATTEMPTS = 30;

// Whoever reads the log may go, as head does, or its disk be full: the shop goes on, and what is logged then is lost.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

function log(entry: Record<string, unknown>): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), ...entry }));
}

/** The database is not there, or not yet: not a wrong password, nor a database without the extension. */
function isAway(error: unknown): boolean {
  return isDisconnect(error) && !/^(28|3D)/.test((error as DriverError).code ?? "");
}

async function main(): Promise<void> {
  const config = readConfig(process.env, fileURLToPath(new URL("page", import.meta.url)));
  const gateway = makeGateway(config, log);
  for (let attempt = 1; ; attempt++) {
    try {
      await gateway.start();
      break;
    } catch (error) {
      if (!isAway(error) || attempt >= START_ATTEMPTS) throw error;
      log({ level: "error", what: "the database is not there yet", error: (error as Error).message });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
  const server = serve({
    fetch: gateway.app.fetch,
    hostname: config.host,
    port: config.port,
    serverOptions: { maxHeaderSize: 16384, headersTimeout: 10000, requestTimeout: 30000, keepAliveTimeout: 65000, connectionsCheckingInterval: 5000 },
  }) as Server;
  server.maxConnections = 4000;
  server.setTimeout(config.stallTimeout);
  let underWay = 0;
  let stopping = false;
  server.prependListener("request", (_request, response) => {
    underWay++;
    response.shouldKeepAlive &&= !stopping;
    response.once("close", () => underWay--);
  });
  server.on("listening", () => log({ level: "info", what: "listening", origins: config.origins, port: (server.address() as { port: number }).port }));
  server.on("error", (error) => {
    log({ level: "error", what: "cannot listen", error: error.message });
    process.exit(1);
  });

  const stop = () => {
    stopping = true;
    log({ level: "info", what: "stopping" });
    setTimeout(() => process.exit(1), GRACE).unref();
    server.close(() => void gateway.stop().then(() => process.exit(0)));
    gateway.stopStreams();
    // Connections without a request under way are kept by browsers in stock: they would hold up the end.
    setInterval(() => void (underWay === 0 && server.closeAllConnections()), 20);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error) => {
  log({ level: "error", what: "cannot start", error: (error as Error).message });
  process.exit(1);
});
