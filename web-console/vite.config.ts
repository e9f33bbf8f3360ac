import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://localhost:8240";

// The server reads the built page from its class path under /web/. During `npm run dev` the doors of a
// server on this machine answer, so that the page can be written without building the engine again.
export default defineConfig({
  plugins: [react()],
  base: "./",
  build: {
    outDir: "target/classes/web",
    emptyOutDir: true,
    target: "es2022",
    // Scripts come from the server alone: nothing is put into the page as a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    proxy: {
      "/v1": { target: server, ws: true },
      "/health": server,
    },
  },
});
