package io.millrace.frontend.session;

import io.millrace.common.catalog.ObjectName;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a client has said about itself: user, schema, settings. Lives as long as its connection; thread-safe. */
public final class Session {
    private final String user;
    private volatile String schema;
    private final Map<String, String> values;
    private final Map<String, String> overrides;
    private final Session whole;

    public Session(String user, String schema) {
        this.user = user;
        this.schema = schema;
        this.values = new ConcurrentHashMap<>();
        this.overrides = Map.of();
        this.whole = this;
    }

    private Session(Session whole, Map<String, String> overrides) {
        this.user = whole.user;
        this.values = whole.values;
        this.overrides = Map.copyOf(overrides);
        this.whole = whole;
    }

    /** As clients start that say nothing. */
    public static Session initial() {
        return new Session("millrace", ObjectName.DEFAULT_SCHEMA);
    }

    public String user() {
        return user;
    }

    /** Where names without a schema are looked up and created. */
    public String schema() {
        return whole.schema;
    }

    public void use(String newSchema) {
        whole.schema = newSchema;
    }

    /** This session for one request, which sees other values of some settings; what it sets lasts. Keys are settings' names. */
    public Session during(Map<String, String> others) {
        return new Session(whole, others);
    }

    public <T> T get(Setting<T> setting) {
        return setting.parse(text(setting));
    }

    public String text(Setting<?> setting) {
        String override = overrides.get(setting.name());
        return override != null ? override : values.getOrDefault(setting.name(), setting.initial());
    }

    /** Checks the value and keeps it; DEFAULT, in any case, resets. */
    public void set(Setting<?> setting, String value) {
        if (value.equalsIgnoreCase("default")) {
            reset(setting);
            return;
        }
        setting.parse(value);
        values.put(setting.name(), value);
    }

    public void reset(Setting<?> setting) {
        values.remove(setting.name());
    }

    public void resetAll() {
        values.clear();
    }

    public ZoneId zone() {
        return get(Settings.TIME_ZONE);
    }
}
