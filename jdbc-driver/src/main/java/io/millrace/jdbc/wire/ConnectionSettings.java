package io.millrace.jdbc.wire;

import io.millrace.jdbc.error.Errors;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What a URL {@code jdbc:millrace://host:port/schema?name=value&…} and properties say; the URL goes first. */
public final class ConnectionSettings {
    public static final String PREFIX = "jdbc:millrace:";
    public static final int DEFAULT_PORT = 8240;
    private static final int DEFAULT_CONNECT_SECONDS = 10;
    private static final int PORT_MAX = 65_535;

    private final String url;
    private final URI base;
    private final String schema;
    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ConnectionSettings(String url, URI base, String schema) {
        this.url = url;
        this.base = base;
        this.schema = schema;
    }

    public static ConnectionSettings parse(String url, Properties properties) throws SQLException {
        URI uri;
        try {
            uri = new URI(url.substring(PREFIX.length()).startsWith("//") ? "http:" + url.substring(PREFIX.length())
                    : "http://" + url.substring(PREFIX.length()));
        } catch (URISyntaxException e) {
            throw invalid(url, e.getMessage());
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getPort() > PORT_MAX) {
            throw invalid(url, "expected jdbc:millrace://host:port/schema?user=…&password=…");
        }
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : properties.stringPropertyNames()) {
            values.put(name, properties.getProperty(name));
        }
        query(url, uri.getRawQuery(), values);
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/|/$", "");
        String scheme = Boolean.parseBoolean(values.get("ssl")) ? "https" : "http";
        String host = uri.getHost().contains(":") && !uri.getHost().startsWith("[") ? "[" + uri.getHost() + "]" : uri.getHost();
        ConnectionSettings settings = new ConnectionSettings(
                url, URI.create(scheme + "://" + host + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort())),
                path.isEmpty() ? values.getOrDefault("schema", "") : path);
        settings.values.putAll(values);
        settings.connectSeconds();
        return settings;
    }

    private static void query(String url, String query, Map<String, String> into) throws SQLException {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw invalid(url, "'" + pair + "' is not name=value");
            }
            try {
                into.put(URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw invalid(url, "'" + pair.substring(0, equals) + "' is not encoded as URLs are");
            }
        }
    }

    private static SQLException invalid(String url, String why) {
        return Errors.of("08001", "the URL '" + url.replaceAll("(?i)(password=)[^&]*", "$1…") + "' is not understood: " + why);
    }

    /** Without the password. */
    public String url() {
        return url.replaceAll("(?i)[?&]password=[^&]*", "");
    }

    /** All that was said, by name; what was not said is not there. */
    public Properties properties() {
        Properties all = new Properties();
        all.putAll(values);
        if (!schema.isEmpty()) {
            all.setProperty("schema", schema);
        }
        return all;
    }

    public URI base() {
        return base;
    }

    /** Empty if none is named. */
    public String schema() {
        return schema;
    }

    public String user() {
        return values.getOrDefault("user", "");
    }

    public String password() {
        return values.getOrDefault("password", "");
    }

    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    public int connectSeconds() throws SQLException {
        return number("connectTimeout", DEFAULT_CONNECT_SECONDS);
    }

    /** Seconds that the server may be silent; 0: any time. */
    public int socketSeconds() throws SQLException {
        return number("socketTimeout", 0);
    }

    private int number(String name, int initial) throws SQLException {
        String text = values.get(name);
        if (text == null || text.isEmpty()) {
            return initial;
        }
        try {
            int number = Integer.parseInt(text.trim());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(url, name + " is a number of seconds, found '" + text + "'");
        }
        throw invalid(url, name + " is a number of seconds, found '" + text + "'");
    }
}
