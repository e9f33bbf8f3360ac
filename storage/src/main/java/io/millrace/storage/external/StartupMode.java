package io.millrace.storage.external;

import io.millrace.common.connector.ExternalLog;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a stream begins in the other system's log: {@code scan.startup.mode}. */
sealed interface StartupMode {
    String MODE = "scan.startup.mode";
    String TIMESTAMP = "scan.startup.timestamp-millis";
    String OFFSETS = "scan.startup.specific-offsets";
    Set<String> OPTIONS = Set.of(MODE, TIMESTAMP, OFFSETS);

    /** By partition. */
    List<Long> offsets(ExternalLog log, int partitions);

    record Earliest() implements StartupMode {
        @Override
        public List<Long> offsets(ExternalLog log, int partitions) {
            return log.earliest(partitions);
        }
    }

    record Latest() implements StartupMode {
        @Override
        public List<Long> offsets(ExternalLog log, int partitions) {
            return log.latest(partitions);
        }
    }

    record AtTime(long epochMillis) implements StartupMode {
        @Override
        public List<Long> offsets(ExternalLog log, int partitions) {
            return log.atTime(partitions, epochMillis);
        }
    }

    /** Partitions that are not named begin with what is kept. */
    record Specific(Map<Integer, Long> byPartition) implements StartupMode {
        @Override
        public List<Long> offsets(ExternalLog log, int partitions) {
            List<Long> offsets = new ArrayList<>(log.earliest(partitions));
            byPartition.forEach((partition, offset) -> {
                if (partition >= partitions) {
                    throw invalid(OFFSETS, "partitions below " + partitions, partition.toString());
                }
                offsets.set(partition, offset);
            });
            return offsets;
        }
    }

    /** @throws MillraceException INVALID_PARAMETER */
    static StartupMode of(Map<String, String> options) {
        String mode = options.getOrDefault(MODE, "earliest").toLowerCase(Locale.ROOT);
        return switch (mode) {
            case "earliest", "earliest-offset" -> new Earliest();
            case "latest", "latest-offset" -> new Latest();
            case "timestamp" -> new AtTime(millis(options.get(TIMESTAMP)));
            case "specific-offsets" -> new Specific(specific(options.get(OFFSETS)));
            default -> throw invalid(MODE, "earliest, latest, timestamp or specific-offsets", mode);
        };
    }

    private static long millis(String text) {
        try {
            if (text != null) {
                return Long.parseLong(text.strip());
            }
        } catch (NumberFormatException e) {
            // Said below
        }
        throw invalid(TIMESTAMP, "milliseconds since 1970", text);
    }

    /** {@code partition:0,offset:42;partition:1,offset:300}. */
    private static Map<Integer, Long> specific(String text) {
        Map<Integer, Long> offsets = new HashMap<>();
        Pattern one = Pattern.compile("\\s*partition:(\\d{1,9}),\\s*offset:(\\d{1,18})\\s*");
        for (String part : (text == null ? "" : text).split(";")) {
            Matcher matcher = one.matcher(part);
            if (!matcher.matches()) {
                throw invalid(OFFSETS, "'partition:0,offset:42;partition:1,offset:300'", text);
            }
            offsets.put(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }
        return offsets;
    }

    private static MillraceException invalid(String option, String expected, String found) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER,
                "option " + option + ": expected " + expected + ", found " + (found == null ? "none" : "'" + found + "'"));
    }
}
