package io.millrace.frontend.session;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All settings of a session, one a line. */
public final class Settings {
    /** Least memory that a query can work in. */
    private static final long MEMORY_BYTES_MIN = 1L << 20;

    public static final Setting<ZoneId> TIME_ZONE =
            Setting.zone("time_zone", "UTC", "zone that timestamps with time zone are read and shown in");
    public static final Setting<Long> STATEMENT_TIMEOUT =
            Setting.millis("statement_timeout", "0", "a statement is cancelled after that long; 0: never");
    public static final Setting<Long> MEMORY_LIMIT =
            Setting.bytes("memory_limit", "0", MEMORY_BYTES_MIN, "memory of one query; 0: the server's limit");
    public static final Setting<Long> BATCH_ROWS = Setting.number("batch_rows", 16_384, 1, 65_536, "most rows of a batch");
    public static final Setting<Boolean> OPTIMIZE =
            Setting.flag("optimize", true, "whether plans are rewritten beyond what correctness needs");
    public static final Setting<Boolean> PLAN_CACHE =
            Setting.flag("plan_cache", true, "whether a query that ran before runs by the plan that was made then");
    public static final Setting<Boolean> DISTRIBUTED =
            Setting.flag("distributed", true, "whether queries over files run on workers, where there are any");
    public static final Setting<Long> LOCAL_TASKS = Setting.number(
            "local_tasks", 0, 0, 64, "queries are cut into fragments of so many tasks in the server's own process; 0: they are not");
    public static final Setting<Boolean> FORCE_SPILL = Setting.flag(
            "force_spill", false, "whether sorts, joins and groups go to disk from their first row, to test it");
    public static final Setting<Boolean> STRICT_STATE =
            Setting.flag("strict_state", false, "whether a continuous view whose state nothing bounds is refused");
    public static final Setting<String> APPLICATION_NAME = Setting.text("application_name", "", "name that the client gives itself");
    public static final Setting<String> CLIENT_ENCODING = Setting.text("client_encoding", "UTF8", "encoding of texts, always UTF8");

    private static final List<Setting<?>> ALL = List.of(
            TIME_ZONE, STATEMENT_TIMEOUT, MEMORY_LIMIT, BATCH_ROWS, OPTIMIZE, PLAN_CACHE, DISTRIBUTED, LOCAL_TASKS, FORCE_SPILL,
            STRICT_STATE, APPLICATION_NAME, CLIENT_ENCODING);

    private Settings() {}

    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The setting of a name, in any case; PostgreSQL's {@code timezone} is {@code time_zone}. */
    public static Setting<?> named(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        String known = folded.equals("timezone") ? TIME_ZONE.name() : folded;
        List<String> near = new ArrayList<>();
        for (Setting<?> setting : ALL) {
            if (setting.name().equals(known)) {
                return setting;
            }
            if (setting.name().contains(folded) || folded.contains(setting.name())) {
                near.add(setting.name());
            }
        }
        MillraceException error = new MillraceException(ErrorCode.UNDEFINED_OBJECT, "setting \"" + name + "\" does not exist");
        throw error.withHint(near.isEmpty() ? "SHOW SETTINGS lists all settings" : "did you mean " + near.get(0) + "?");
    }
}
