import { defineConfig } from "vite";

// The server reads the built page from its class path under /web/. During `npm run dev` the doors of a
// server on this machine answer, so that the page can be written without building the engine again.
export default defineConfig({
  base: "./",
  build: {
    outDir: "target/classes/web",
    emptyOutDir: true,
    target: "es2022",
  },
  server: {
    proxy: {
      "/v1": { target: "http://localhost:8240", ws: true },
      "/health": "http://localhost:8240",
    },
  },
});
