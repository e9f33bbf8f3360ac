package io.millrace.storage.file.json;

import io.millrace.common.type.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds fields by the names of JSON members: as they are, or else without regard to case. For one thread: it remembers what it was asked. */
final class JsonNames {
    private static final int CACHED_MAX = 10_000;

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> folded = new HashMap<>();

    JsonNames(List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            exact.putIfAbsent(fields.get(i).name(), i);
            folded.putIfAbsent(fields.get(i).name().toLowerCase(Locale.ROOT), i);
        }
    }

    /** Of the field, or -1. */
    int position(String member) {
        Integer known = exact.get(member);
        if (known != null) {
            return known;
        }
        int position = folded.getOrDefault(member.toLowerCase(Locale.ROOT), -1);
        if (exact.size() < CACHED_MAX) {
            exact.put(member, position);
        }
        return position;
    }
}
