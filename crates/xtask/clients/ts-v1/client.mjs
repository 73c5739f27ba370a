// usage: client.mjs URL MODE, where MODE is `session`, the only era this SDK speaks.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { transcript } from "../steps.mjs";

const [url, mode] = process.argv.slice(2);
const client = new Client({ name: `xtask-ts-v1-${mode}`, version: "1.0.0" });
const transport = new StreamableHTTPClientTransport(new URL(url));

await transcript(`ts-v1 ${mode}`, {
  connect: async () => {
    await client.connect(transport);
    return {
      server: client.getServerVersion(),
      capabilities: client.getServerCapabilities(),
      protocol: transport.protocolVersion,
    };
  },
  listTools: () => client.listTools(),
  callTool: (params, options) => client.callTool(params, undefined, options),
  close: async () => {
    await transport.terminateSession();
    await client.close();
  },
});
