package io.millrace.storage.external;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.format.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the WITH (…) of a stream in another system says that holds for every connector. */
public final class ExternalOptions {
    public static final String CONNECTOR = "connector";
    /** Before a column's name: which of the record's metadata fills it. */
    public static final String METADATA = "column.metadata.";
    /** Set when the stream is made: the offsets that it begins at, by partition. */
    public static final String BEGIN = "begin.offsets";
    /** Set when the stream is made: tells the log from another of the same name. */
    public static final String INCARNATION = "begin.incarnation";
    public static final String FORMAT = "format";
    public static final String VALUE_FORMAT = "value.format";
    public static final String KEY_FORMAT = "key.format";
    public static final String KEY_FIELDS = "key.fields";
    public static final String ON_MALFORMED = "on_malformed";
    /** Connectors whose rows are in our own log. */
    public static final Set<String> OWN = Set.of("log", "embedded", "tcp", "directory");
    private static final Set<String> KNOWN = Set.of(CONNECTOR, FORMAT, VALUE_FORMAT, KEY_FORMAT, KEY_FIELDS, ON_MALFORMED,
            "watermark.idle_timeout", "watermark.max_future_skew", BEGIN, INCARNATION);

    private ExternalOptions() {}

    /** Whether the stream's rows are in another system. */
    public static boolean isExternal(CatalogObject.Stream stream) {
        return !OWN.contains(stream.options().getOrDefault(CONNECTOR, "log"));
    }

    /** Whether it is one of these, or of formats; else it is the connector's. */
    public static boolean isKnown(String option) {
        String bare = option.startsWith("key.") || option.startsWith("value.") ? option.substring(option.indexOf('.') + 1) : option;
        return KNOWN.contains(option) || Formats.OPTIONS.contains(bare) || option.startsWith(METADATA);
    }

    /** Whether users do not write it. */
    public static boolean isInternal(String option) {
        return option.equals(BEGIN) || option.equals(INCARNATION) || option.startsWith(METADATA);
    }

    static boolean skipsMalformed(Map<String, String> options) {
        return switch (options.getOrDefault(ON_MALFORMED, "fail")) {
            case "fail" -> false;
            case "skip" -> true;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "option " + ON_MALFORMED + ": expected 'fail' or 'skip', found '" + options.get(ON_MALFORMED) + "'");
        };
    }

    static String valueFormat(Map<String, String> options) {
        return options.getOrDefault(VALUE_FORMAT, options.getOrDefault(FORMAT, "json"));
    }

    /** Columns that the record's key fills. */
    static Set<String> keyFields(CatalogObject.Stream stream) {
        String text = stream.options().get(KEY_FIELDS);
        Set<String> fields = new HashSet<>();
        if (text == null) {
            return fields;
        }
        for (String name : text.strip().split("\\s*[,;]\\s*")) {
            if (stream.schema().indexOf(name) < 0) {
                throw new MillraceException(ErrorCode.UNDEFINED_COLUMN, "option " + KEY_FIELDS + ": there is no column \"" + name + "\"");
            }
            fields.add(name);
        }
        return fields;
    }

    static String offsetsText(List<Long> offsets) {
        return String.join(",", offsets.stream().map(String::valueOf).toList());
    }

    /** By partition; those that came later begin at 0. */
    static List<Long> begin(Map<String, String> options) {
        List<Long> offsets = new ArrayList<>();
        String text = options.getOrDefault(BEGIN, "");
        if (!text.isEmpty()) {
            for (String offset : text.split(",")) {
                offsets.add(Long.parseLong(offset));
            }
        }
        return offsets;
    }
}
