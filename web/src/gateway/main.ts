// The gateway: what stands between a browser and the database. See docs/web.md.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { fileURLToPath } from "node:url";
import { readConfig } from "./config.js";
import { servePage } from "./page.js";

const config = readConfig(process.env, fileURLToPath(new URL("page", import.meta.url)));
const app = new Hono();
servePage(app, config.page);
serve({ fetch: app.fetch, hostname: config.host, port: config.port }, (info) =>
  console.log(`listening on http://${config.host}:${info.port}`),
);
