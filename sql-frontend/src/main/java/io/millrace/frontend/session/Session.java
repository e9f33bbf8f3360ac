package io.millrace.frontend.session;

import io.millrace.common.catalog.ObjectName;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a client has said about itself: user, schema, settings. Lives as long as its connection; thread-safe. */
public final class Session {
    private final String user;
    private volatile String schema;
    private final Map<String, String> values = new ConcurrentHashMap<>();

    public Session(String user, String schema) {
        this.user = user;
        this.schema = schema;
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
        return schema;
    }

    public void use(String newSchema) {
        schema = newSchema;
    }

    public <T> T get(Setting<T> setting) {
        return setting.parse(text(setting));
    }

    public String text(Setting<?> setting) {
        return values.getOrDefault(setting.name(), setting.initial());
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
