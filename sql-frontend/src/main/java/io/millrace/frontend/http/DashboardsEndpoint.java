package io.millrace.frontend.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code /v1/dashboards}: what the console shows as dashboards, kept in the catalog. GET lists them; below a slash a name: GET, PUT and DELETE. A dashboard
 * is a JSON object with a {@code title}; what else is in it is the console's affair. The catalog holds them as settings {@code dashboard.NAME}.
 */
public final class DashboardsEndpoint implements Endpoint {
    /** Where names begin. */
    public static final String PATH = "/v1/dashboards/";
    /** The catalog is held in memory by every node. */
    private static final int DASHBOARD_BYTES_MAX = 64 << 10;
    private static final int DASHBOARDS_MAX = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String PREFIX = "dashboard.";
    private static final String JSON = "application/json";

    private final MillraceNode node;

    public DashboardsEndpoint(MillraceNode node) {
        this.node = node;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String name = exchange.path().length() <= PATH.length() ? "" : exchange.path().substring(PATH.length());
        if (name.isEmpty() && exchange.method().equals("GET")) {
            exchange.answer(200, JSON, list());
            return;
        }
        if (!NAME.matcher(name).matches()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "a dashboard's name has 1 to 64 letters, digits, '-' and '_', found '" + name + "'");
        }
        switch (exchange.method()) {
            case "GET" -> read(exchange, name);
            case "PUT" -> {
                store(node, name, exchange.text(DASHBOARD_BYTES_MAX));
                exchange.answer(200, JSON, "{}\n");
            }
            case "DELETE" -> {
                if (stored(name).isEmpty()) {
                    exchange.fail(404, missing(name));
                } else {
                    node.metadata().apply(new MetadataChange.PutSetting(PREFIX + name, Optional.empty()));
                    exchange.answer(200, JSON, "{}\n");
                }
            }
            default -> {
                exchange.setHeader("Allow", "GET, PUT, DELETE");
                exchange.answer(405, "text/plain; charset=utf-8", "dashboards take GET, PUT and DELETE\n");
            }
        }
    }

    /**
     * Keeps a dashboard in the place of the one that may be there.
     *
     * @throws MillraceException INVALID_PARAMETER if the text is not a JSON object with a title
     */
    public static void store(MillraceNode node, String name, String json) {
        title(json);
        Map<String, String> settings = node.metadata().state().settings();
        if (!settings.containsKey(PREFIX + name)
                && settings.keySet().stream().filter(key -> key.startsWith(PREFIX)).count() >= DASHBOARDS_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "there are " + DASHBOARDS_MAX + " dashboards, as many as are kept");
        }
        node.metadata().apply(new MetadataChange.PutSetting(PREFIX + name, Optional.of(json)));
    }

    /** Keeps a dashboard unless there is one of that name. */
    public static void storeIfAbsent(MillraceNode node, String name, String json) {
        if (!node.metadata().state().settings().containsKey(PREFIX + name)) {
            store(node, name, json);
        }
    }

    private Optional<String> stored(String name) {
        return Optional.ofNullable(node.metadata().state().settings().get(PREFIX + name));
    }

    private void read(HttpExchange exchange, String name) {
        Optional<String> found = stored(name);
        if (found.isEmpty()) {
            exchange.fail(404, missing(name));
        } else {
            exchange.setHeader("Cache-Control", "no-cache");
            exchange.answer(200, JSON, found.get());
        }
    }

    private static MillraceException missing(String name) {
        return new MillraceException(ErrorCode.UNDEFINED_OBJECT, "dashboard '" + name + "' does not exist");
    }

    private String list() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("dashboards");
            for (Map.Entry<String, String> entry : new TreeMap<>(node.metadata().state().settings()).entrySet()) {
                if (entry.getKey().startsWith(PREFIX)) {
                    json.writeStartObject();
                    json.writeStringField("name", entry.getKey().substring(PREFIX.length()));
                    json.writeStringField("title", title(entry.getValue()));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** The title of a dashboard's JSON, which is read to its end. */
    private static String title(String text) {
        String title = null;
        try (JsonParser json = JsonValues.FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("expected a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("title") && value == JsonToken.VALUE_STRING) {
                    title = json.getText();
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw invalid("something follows the JSON object");
            }
        } catch (JsonParseException e) {
            throw invalid(e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid(e.getMessage());
        }
        if (title == null) {
            throw invalid("it has no title");
        }
        return title;
    }

    private static MillraceException invalid(String why) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "not a dashboard: " + why);
    }
}
