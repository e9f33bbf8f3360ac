package io.millrace.frontend.session;

import io.millrace.common.catalog.ObjectName;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a client has said about itself: user, schema, settings. Lives as long as its connection; thread-safe. */
public final class Session {
    /** Who runs what the server does by itself, and what clients do while nobody has to log in. */
    public static final String SERVER_USER = "millrace";

    private final String user;
    private final boolean restricted;
    private volatile String schema;
    private final Map<String, String> values;
    private final Map<String, String> overrides;
    private final Session whole;
    /** Of {@link #whole} only. */
    private volatile SessionTransaction transaction;

    private Session(String user, boolean restricted) {
        this.user = user;
        this.restricted = restricted;
        this.schema = ObjectName.DEFAULT_SCHEMA;
        this.values = new ConcurrentHashMap<>();
        this.overrides = Map.of();
        this.whole = this;
    }

    private Session(Session whole, Map<String, String> overrides) {
        this.user = whole.user;
        this.restricted = whole.restricted;
        this.values = whole.values;
        this.overrides = Map.copyOf(overrides);
        this.whole = whole;
    }

    /** The server's own: may do all. A door takes its caller's session instead. */
    public static Session initial() {
        return new Session(SERVER_USER, false);
    }

    /** Of a user who has logged in: may do what was granted. */
    public static Session of(String user) {
        return new Session(user, true);
    }

    /** Whether grants hold. */
    public boolean restricted() {
        return restricted;
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
        return others.isEmpty() && overrides.isEmpty() ? this : new Session(whole, others);
    }

    public <T> T get(Setting<T> setting) {
        String override = overrides.isEmpty() ? null : overrides.get(setting.name());
        String text = override == null ? values.get(setting.name()) : override;
        return text == null ? setting.initialValue() : setting.parse(text);
    }

    public String text(Setting<?> setting) {
        String override = overrides.get(setting.name());
        return override != null ? override : values.getOrDefault(setting.name(), setting.initial());
    }

    /** What BEGIN has begun. */
    public Optional<SessionTransaction> transaction() {
        return Optional.ofNullable(whole.transaction);
    }

    public void begin(SessionTransaction begun) {
        whole.transaction = begun;
    }

    /** The transaction that is over, for its last step. */
    public Optional<SessionTransaction> endTransaction() {
        Optional<SessionTransaction> ended = transaction();
        whole.transaction = null;
        return ended;
    }

    /** Rolls back what is open: its client is gone. */
    public void abandon() {
        endTransaction().ifPresent(SessionTransaction::fail);
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
