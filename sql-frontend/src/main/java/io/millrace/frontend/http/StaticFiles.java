package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** The console's page and what it loads, from the class path below {@code /web/}. Files whose names carry a hash never change. */
public final class StaticFiles implements Endpoint {
    private static final String ROOT = "/web";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("woff", "font/woff"),
            Map.entry("map", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    /** What is compressed by its own form. */
    private static final Set<String> PACKED = Set.of("image/png", "font/woff2", "font/woff");

    /** Files in gzip, by path; no more than there are files. */
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            exchange.setHeader("Allow", "GET, HEAD");
            exchange.answer(405, "text/plain; charset=utf-8", "the console is read with GET\n");
            return;
        }
        String path = exchange.path().equals("/") ? "/index.html" : exchange.path();
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null || path.contains("..") || path.contains("//") || path.contains("\\") || path.contains("%")) {
            missing(exchange);
            return;
        }
        try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                missing(exchange);
                return;
            }
            exchange.setHeader("Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
            exchange.setHeader("Vary", "Accept-Encoding");
            if (exchange.header("Accept-Encoding").orElse("").contains("gzip") && !PACKED.contains(type)) {
                exchange.setHeader("Content-Encoding", "gzip");
                exchange.answer(200, type, compressed.computeIfAbsent(path, ignored -> gzip(in)));
            } else {
                exchange.answer(200, type, in.readAllBytes());
            }
        }
    }

    private static byte[] gzip(InputStream in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            in.transferTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void missing(HttpExchange exchange) {
        exchange.fail(404, new MillraceException(ErrorCode.UNDEFINED_OBJECT, "nothing answers at " + exchange.path()));
    }
}
