package io.millrace.common.connector;

import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;

/**
 * What is written where.
 *
 * @param id unique for ever, names what the other system keeps for it
 * @param name for messages
 * @param options of WITH (…)
 * @param appendOnly whether no row is ever taken back
 */
public record SinkDefinition(String id, String name, Schema schema, Map<String, String> options, boolean appendOnly) {
    public SinkDefinition {
        options = Map.copyOf(options);
    }

    /** Columns of an option that lists names, separated by commas or semicolons; empty if it is not given. */
    public List<String> columns(String option) {
        String text = options.get(option);
        return text == null ? List.of() : List.of(text.strip().split("\\s*[,;]\\s*"));
    }
}
